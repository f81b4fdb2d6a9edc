"""What `rijbeveiliging` gives a new register is what the meldingen have: the same policies, grants and triggers."""

from __future__ import annotations

import pytest

from tests.hulp.databank import DATABANK
from zaken.register.rijbeveiliging import (
    deelschrijfbeleid,
    meerkeuzetabel,
    na_sluiting,
    overgangen,
    zaakschrijfbeleid,
    zaaktabel,
)

pytestmark = pytest.mark.databank

BELEID = "SELECT policyname, cmd, roles::text, qual, with_check FROM pg_policies WHERE tablename = %s"
RECHTEN = "SELECT grantee, privilege_type FROM information_schema.role_table_grants WHERE table_name = %s AND grantee LIKE 'jid_w%%'"
TRIGGERS = (
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    # domain: of a melding alone, or of its own dates and outcomes
    " AND tgname NOT IN ('heropenen_vraagt_twee', 'datums_kloppen', 'tegenspraken', 'afdoeningen_kloppen',"
    " 'bericht_of_reden')"
)
DICHT = "SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass"


def _beeld(eigenaar, tabel):
    """Everything that guards a table, without the names of the table and of its register."""

    def kaal(waarde):
        tekst = str(waarde)
        for woord, staat_voor in (
            (tabel, "TABEL"),
            ("proef", "SOORT"),
            ("melding", "SOORT"),
            ("nieuw", "BEGIN"),
        ):
            tekst = tekst.replace(woord, staat_voor)
        return tekst

    return {
        naam: sorted(tuple(map(kaal, rij)) for rij in eigenaar.execute(vraag, [tabel]).fetchall())
        for naam, vraag in (
            ("beleid", BELEID),
            ("rechten", RECHTEN),
            ("triggers", TRIGGERS),
            ("dicht", DICHT),
        )
    }


def test_een_nieuw_register_wordt_bewaakt_als_de_meldingen(kloon):
    with DATABANK.als_superuser(kloon) as eigenaar:
        eigenaar.execute("CREATE TABLE proef_proef (zaak_ptr_id uuid PRIMARY KEY, status varchar(30))")
        eigenaar.execute("CREATE TABLE proef_keuze (id bigserial PRIMARY KEY, zaak_id uuid, code_id bigint)")
        eigenaar.execute(zaaktabel("proef_proef", soort="proef", begin="nieuw"))
        eigenaar.execute(zaakschrijfbeleid("proef_proef", soort="proef", begin="nieuw"))
        eigenaar.execute(overgangen("proef_proef", soort="proef", paren=[("nieuw", "gesloten")]))
        eigenaar.execute(meerkeuzetabel("proef_keuze"))
        eigenaar.execute(deelschrijfbeleid("proef_keuze", verwijderen=True))
        vrij = ("nazorg_gedaan_op",)
        eigenaar.execute(na_sluiting("proef_proef", sleutel="zaak_ptr_id", vrij=vrij, alleen_wijzigen=True))
        eigenaar.execute(na_sluiting("proef_keuze"))
        assert _beeld(eigenaar, "proef_proef") == _beeld(eigenaar, "meldingen_melding")
        assert _beeld(eigenaar, "proef_keuze") == _beeld(eigenaar, "meldingen_afdoening")
