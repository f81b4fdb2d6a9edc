"""What a request wrote: the tables, and which of them a page may write when it is only read."""

from __future__ import annotations

from django.db import connection

from tests.hulp.wie import fabriek

MAG_BIJ_EEN_GET = {"logboek_gebeurtenis", "gebruikers_sessie", "jid_cache", "vertrouwenspersonen_werkdag"}
"""What a page writes when it is only read: that it was read, and that its session lives."""
OOK = {"berichten:openen": {"berichten_bericht"}}
"""Opening one's own message is reading it."""


def geschreven() -> dict[str, int]:
    """Rows written per table in this transaction so far; what was undone counts too."""
    with fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def te_veel_geschreven(naam: str, voor: dict[str, int]) -> set[str]:
    """The tables written since `voor` that opening this route may not write."""
    extra = {tabel for tabel, aantal in geschreven().items() if aantal > voor.get(tabel, 0)}
    return extra - MAG_BIJ_EEN_GET - OOK.get(naam, set())
