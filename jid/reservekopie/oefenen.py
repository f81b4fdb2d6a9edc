"""The rehearsal: put a backup back on a server of its own, look whether all is there and opens, throw it away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.db import connection, connections, models
from psycopg import sql

from gebruikers.geheim import ONLEESBAAR
from gebruikers.velden import VasteTekst
from jid.databank import Databank, programmas, rollen
from jid.reservekopie import herstellen, tabellen
from jid.reservekopie.fouten import Kopiefout
from jid.reservekopie.herstellen import Bron
from jid.reservekopie.verbinding import Verbinding
from zaken.versleuteling.fouten import SleutelVernietigd, Versleutelingsfout
from zaken.versleuteling.sleutels import Bestandskluis, IngepakteSleutel
from zaken.versleuteling.velden import VersleuteldVeld

Zeg = Callable[[str], None]
STEEKPROEF = 200
"""Values per encrypted field that are opened; every data key is unwrapped."""
_SNEL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass
class Verslag:
    """What the rehearsal found; `fouten` is empty when the backup can be relied on."""

    tabellen: int = 0
    rijen: int = 0
    sleutels: int = 0
    geopend: int = 0
    vernietigd: int = 0
    bestanden: int = 0
    fouten: list[str] = field(default_factory=list)


def oefen(bron: Bron, *, kluis: Bestandskluis, werkmap: Path | None, zeg: Zeg) -> Verslag:
    """Rehearse in a throw-away directory (below `werkmap`, else the system's); needs room for the database."""
    verslag = Verslag()
    with _proefserver(bron, werkmap) as (databank, verbinding):
        herstellen.zet_terug(bron, verbinding=verbinding, vervang=False, noteer=False, zeg=zeg)
        zeg("Vergelijken …")
        with verbinding.verbind() as conn:
            _vergelijk(bron, conn, verslag)
            _pak_sleutels_uit(conn, kluis, verslag)
        zeg("Teksten openen …")
        with _op(databank):
            _open_teksten(verslag)
        with tempfile.TemporaryDirectory(dir=databank.map.parent) as map_:
            verslag.bestanden = herstellen.zet_bestanden_terug(bron, Path(map_) / "bestanden")
    return verslag


@contextmanager
def _proefserver(bron: Bron, werkmap: Path | None) -> Iterator[tuple[Databank, Verbinding]]:
    """A PostgreSQL of its own with the roles of the backup; gone afterwards, data and all."""
    hier = programmas.hoofdversie(programmas.zoek_map())
    if hier < bron.manifest.postgres:
        raise Kopiefout(
            f"De reservekopie komt van PostgreSQL {bron.manifest.postgres}, hier staat {hier}. Zet "
            f"{programmas.OMGEVINGSVARIABELE} op de map met die versie of een nieuwere."
        )
    with tempfile.TemporaryDirectory(prefix="jid-oefening-", dir=werkmap) as map_:
        databank = Databank(Path(map_) / "databank", instellingen=_SNEL)
        try:
            databank.start()
            databank.rollen_klaarzetten()
            with databank.als_superuser() as superuser:
                for rol in set(bron.manifest.rollen) - set(rollen.ROLLEN):
                    superuser.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(rol)))
            yield databank, Verbinding.van(_parameters(databank))
        finally:
            databank.stop()


def _parameters(databank: Databank) -> dict[str, str]:
    gegevens = databank.verbinding(rollen.EIGENAAR)
    return {
        "host": gegevens["HOST"],
        "port": gegevens["PORT"],
        "dbname": gegevens["NAME"],
        "user": gegevens["USER"],
        "password": gegevens["PASSWORD"],
    }


def _vergelijk(bron: Bron, conn: tabellen.type_verbinding, verslag: Verslag) -> None:
    """Rows, sequences, rules and rights against the manifest. Rows were judged before the commit, and again here."""
    verwacht = bron.tellingen()
    gevonden = tabellen.tel(conn, [naam for naam in tabellen.tabellen(conn) if naam in verwacht])
    verslag.tabellen, verslag.rijen = len(gevonden), sum(telling.aantal for telling in gevonden.values())
    if not bron.sleutels_van_elders:  # else rows were taken out on purpose
        verslag.fouten += [
            f"tabel {naam}: verwacht {telling[0]} rijen, gevonden {gevonden[naam].aantal if naam in gevonden else 0}"
            for naam, telling in verwacht.items()
            if naam not in gevonden or list(gevonden[naam]) != telling
        ]
    reeksen = tabellen.reeksen(conn)
    verslag.fouten += [
        f"reeks {naam}: staat op {reeksen.get(naam)}, was {stand}"
        for naam, stand in bron.manifest.reeksen.items()
        if reeksen.get(naam, -1) < stand
    ]
    if conn.info.server_version // 10_000 != bron.manifest.postgres:
        return  # another version writes its rules in other words
    regels = tabellen.regels(conn)
    verslag.fouten += [
        f"{soort}: verwacht {bron.manifest.regels[soort][0]} regels, gevonden {aantal} (of andere)"
        for soort, (aantal, som) in regels.items()
        if [aantal, som] != bron.manifest.regels[soort]
    ]


def _pak_sleutels_uit(conn: tabellen.type_verbinding, kluis: Bestandskluis, verslag: Verslag) -> None:
    stuk = 0
    with conn.cursor(name="sleutels") as cursor:
        cursor.itersize = 10_000
        for hoofdsleutel_id, ingepakt in cursor.execute(
            "SELECT hoofdsleutel_id, ingepakt FROM public.zaken_datasleutel"
        ):
            try:
                kluis.ontwikkel(IngepakteSleutel(hoofdsleutel_id, bytes(ingepakt)))
                verslag.sleutels += 1
            except Versleutelingsfout:
                stuk += 1
    if stuk:
        verslag.fouten.append(f"{stuk} datasleutels zijn met dit sleutelbestand niet uit te pakken")


def _open_teksten(verslag: Verslag) -> None:
    """Open a sample of every encrypted field, by the application's own models, and forget what was read."""
    for model in apps.get_models():
        for veld in model._meta.local_concrete_fields:
            if isinstance(veld, VersleuteldVeld):
                _open_veld(model, veld, verslag)
            elif isinstance(veld, VasteTekst):
                _open_vast(model, veld, verslag)


def _open_veld(model: type[models.Model], veld: VersleuteldVeld[object], verslag: Verslag) -> None:
    gevuld = model._base_manager.filter(**{f"{veld.name}__isnull": False}).order_by("pk")
    for rij in gevuld[:STEEKPROEF]:
        try:
            getattr(rij, veld.name)
            verslag.geopend += 1
        except SleutelVernietigd:
            verslag.vernietigd += 1
        except Versleutelingsfout as fout:
            verslag.fouten.append(f"{model._meta.label}.{veld.name}: {fout}")
            return


def _open_vast(model: type[models.Model], veld: VasteTekst, verslag: Verslag) -> None:
    """The same of a text that opens as it is read: who the colleagues are."""
    gevuld = model._base_manager.exclude(**{veld.name: ""}).order_by("pk")
    gelezen = list(gevuld.values_list(veld.name, flat=True)[:STEEKPROEF])
    if ONLEESBAAR in gelezen:
        verslag.fouten.append(f"{model._meta.label}.{veld.name}: niet te openen met dit sleutelbestand")
    verslag.geopend += len(gelezen) - gelezen.count(ONLEESBAAR)


@contextmanager
def _op(databank: Databank) -> Iterator[None]:
    """The application's own connection on the scratch database, as the owner, and back."""
    was = dict(connection.settings_dict)
    connections["default"].close()
    connection.settings_dict |= databank.verbinding(rollen.EIGENAAR)
    try:
        yield
    finally:
        connections["default"].close()
        connection.settings_dict.clear()
        connection.settings_dict |= was
