"""Writing many zaken of one register in one transaction.

Rows go by COPY into temporary tables and from there in one statement per table: COPY itself is refused on
tables with row security, the second step obeys it as any other INSERT. Encrypted fields leave this process as
ciphertext only. Zaaknummers are taken at the end, so that others can register in the meantime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from gebruikers.velden import VasteTekst
from zaken.instellingen.queries import normenreeks
from zaken.models import (
    Datasleutel,
    Meerkeuze,
    Notitie,
    Persoon,
    Persoonindex,
    Statuswijziging,
    Termijn,
    Toekenning,
    Zaak,
    Zoekindex,
)
from zaken.versleuteling.velden import VersleuteldVeld
from zaken.zoeken import personen as personenzoeken
from zaken.zoeken import teksten as zoekteksten
from zaken.zoeken import tokens_van_teksten

from .termijnrijen import Termijnrijen, Voldaan, van_register

if TYPE_CHECKING:
    from zaken.register import Register

_JAAR = sql.SQL(
    """
    ALTER TABLE {zaken}
    ADD COLUMN jaar int GENERATED ALWAYS AS (extract(year FROM ontvangen_defensie)::int) STORED"""
)
_RESERVEER = sql.SQL(
    """
    WITH nodig AS (SELECT jaar, count(*) AS aantal FROM {zaken} GROUP BY jaar ORDER BY jaar)
    INSERT INTO zaken_nummerreeks AS n (soort, jaar, laatste) SELECT {soort}, jaar, aantal FROM nodig
    ON CONFLICT (soort, jaar) DO UPDATE SET laatste = n.laatste + EXCLUDED.laatste
    RETURNING jaar, laatste"""
)
"""The next numbers of each year, under the lock of its row; gives the last of them."""
_DEEL_UIT = sql.SQL(
    """
    WITH plek AS (
      SELECT volgorde, jaar, row_number() OVER (PARTITION BY jaar ORDER BY volgorde DESC) - 1 AS van_achter
      FROM {zaken}),
    nummer AS (
      SELECT volgorde, jaar, (laatste - van_achter)::text AS nummer
      FROM plek JOIN unnest({jaren}::int[], {laatste}::bigint[]) AS reeks(jaar, laatste) USING (jaar))
    UPDATE {zaken} AS z
    SET zaaknummer = {letter} || n.jaar || '-' || lpad(n.nummer, greatest({cijfers}, length(n.nummer)), '0')
    FROM nummer n WHERE n.volgorde = z.volgorde"""
)
_VERSLAG = sql.SQL(
    """
    SELECT jaar, count(*)::int, (array_agg(zaaknummer ORDER BY volgorde))[1],
      (array_agg(zaaknummer ORDER BY volgorde DESC))[1]
    FROM {zaken} GROUP BY jaar ORDER BY jaar"""
)
_CIJFERS = 5
"""Digits of a number in a zaaknummer; there may be more, never fewer."""


_SLOT = 0x4A49442D494E56
"""Any number, as long as everybody who writes many zaken takes the same one."""


def neem_slot() -> None:
    """Until the end of the transaction nobody else writes many zaken: what was looked up stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])


@dataclass
class Dossier:
    """One zaak to write, with what hangs under it; nothing of it is saved yet.

    `zaak` is of the model of its register, has its `sleutel` and no number. `keuzes` are ids of codes per table of
    several answers. Its terms follow from its dates; a term whose code and kenmerk stand in `voldaan` was met on that
    day.
    """

    zaak: Any
    keuzes: Mapping[type[Meerkeuze], Sequence[int]] = field(default_factory=dict)
    personen: Sequence[Persoon] = ()
    notities: Sequence[Notitie] = ()
    statuswijzigingen: Sequence[Statuswijziging] = ()
    toekenningen: Sequence[Toekenning] = ()
    voldaan: dict[tuple[str, str], date] = field(default_factory=dict)


class Reeks(NamedTuple):
    """The numbers that one year got."""

    jaar: int
    aantal: int
    eerste: str
    laatste: str


class Schrijver:
    """`with Schrijver(register) as schrijver:` — `neem` batches, then `zet_over`. Needs a transaction around it.

    Temporary tables only hold what is on its way; they are gone afterwards. `oefent`: for `oefen`, beside another one.
    """

    def __init__(self, register: Register, *, oefent: bool = False) -> None:
        self._register = register
        self._voor = "oefen" if oefent else "wacht"
        eronder: tuple[type[models.Model], ...] = (Persoon, Persoonindex, Notitie, Statuswijziging, Termijn)
        eigen: list[type[models.Model]] = [register.model, *register.regels.meervoudig.values()]
        self._volgorde: list[type[models.Model]] = [Datasleutel, Zaak]
        self._volgorde += [*eigen, *eronder, Zoekindex, Toekenning]
        """Tables in the order in which they are filled."""

    def __enter__(self) -> Self:
        self._cursor: CursorWrapper = connection.cursor()
        self._klaargezet: dict[type[models.Model], _Wachttabel] = {}
        self._normen = normenreeks()
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        if soort is None:
            for tabel in self._klaargezet.values():
                self._voer_uit(sql.SQL("DROP TABLE {}").format(tabel.naam))
        self._cursor.close()

    def neem(self, dossiers: Sequence[Dossier]) -> None:
        """Put a batch in the waiting tables."""
        rijen: dict[type[models.Model], list[Any]] = {model: [] for model in self._volgorde}
        termijnrijen: list[Sequence[Any]] = []
        for dossier in dossiers:
            zaak = dossier.zaak
            zaak.eerste_termijn, eigen = self._termijnen(zaak, tuple(sorted(dossier.voldaan.items())))
            rijen[Datasleutel].append(zaak.sleutel)
            rijen[Zaak].append(zaak)
            rijen[self._register.model].append(zaak)
            for tabel, codes in dossier.keuzes.items():
                maak: Any = tabel
                rijen[tabel] += [maak(zaak_id=zaak.pk, code_id=pk) for pk in codes]
            rijen[Persoon] += dossier.personen
            rijen[Persoonindex] += [
                Persoonindex(persoon_id=persoon.pk, tokens=personenzoeken.tokens_van(persoon))
                for persoon in dossier.personen
            ]
            rijen[Notitie] += dossier.notities
            rijen[Statuswijziging] += dossier.statuswijzigingen
            termijnrijen += [(uuid4(), zaak.pk, *rij) for rij in eigen]
            delen = [*dossier.notities, *dossier.statuswijzigingen]
            teksten = [tekst for rij in (zaak, *delen) for tekst in zoekteksten.eigen(rij)]
            rijen[Zoekindex].append(Zoekindex(zaak_id=zaak.pk, tokens=tokens_van_teksten(teksten)))
            rijen[Toekenning] += dossier.toekenningen
        for model, objecten in rijen.items():
            if objecten:
                self._wachttabel(model).kopieer(self._cursor, objecten)
        self._wachttabel(Termijn).kopieer_rijen(self._cursor, termijnrijen)

    def zet_over(self) -> list[Reeks]:
        """Give numbers, in the order in which the dossiers came, and move everything; what each year got."""
        if Zaak not in self._klaargezet:
            return []
        reeksen = self._nummer()
        self._schrijf()
        return reeksen

    def oefen(self) -> None:
        """Write everything and take it back; its numbers stay given out, to nothing.

        For rows that are there already, when who brought them may not know: what the database refuses of a new row it
        refuses of these, they take as long, and the next number does not tell how many they were.
        """
        if Zaak not in self._klaargezet:
            return
        self._nummer()
        with transaction.atomic():
            self._schrijf()
            transaction.set_rollback(True)

    def _schrijf(self) -> None:
        for model in self._volgorde:
            if model in self._klaargezet:
                self._voer_uit(self._klaargezet[model].overzetting())
        self._cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is wrong shows here, not at the commit
        self._cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def _termijnen(self, zaak: Zaak, voldaan: Voldaan) -> Termijnrijen:
        opgave = self._register.invoer
        if opgave is None or opgave.termijnen is None:
            return van_register(self._register, zaak, voldaan)
        return opgave.termijnen(zaak, self._normen, voldaan)

    def _wachttabel(self, model: type[models.Model]) -> _Wachttabel:
        if model not in self._klaargezet:
            self._klaargezet[model] = tabel = _Wachttabel(model, self._voor)
            self._voer_uit(tabel.aanleg())
            if model is Zaak:
                self._voer_uit(tabel.telling())
                self._voer_uit(_JAAR.format(zaken=tabel.naam))
        return self._klaargezet[model]

    def _nummer(self) -> list[Reeks]:
        """Hand out the next numbers of each year."""
        zaken = self._klaargezet[Zaak].naam
        self._voer_uit(_RESERVEER.format(zaken=zaken, soort=self._register.soort.value))
        gereserveerd = self._cursor.fetchall()
        self._voer_uit(
            _DEEL_UIT.format(
                zaken=zaken,
                jaren=[jaar for jaar, _ in gereserveerd],
                laatste=[laatste for _, laatste in gereserveerd],
                letter=f"{self._register.lijst.letter}-",
                cijfers=_CIJFERS,
            )
        )
        self._voer_uit(_VERSLAG.format(zaken=zaken))
        return [Reeks(*rij) for rij in self._cursor.fetchall()]

    def _voer_uit(self, opdracht: sql.Composed) -> None:
        self._cursor.execute(opdracht.as_string(self._cursor.cursor))


class _Wachttabel:
    """A temporary table with the columns of a model, without those that the database fills itself."""

    def __init__(self, model: type[models.Model], voor: str) -> None:
        velden = [
            v
            for v in model._meta.local_concrete_fields
            if not (isinstance(v, models.AutoField) or v.has_db_default())
        ]
        self._lezers = [_lezer(veld) for veld in velden]
        self._doel = sql.Identifier(model._meta.db_table)
        self._kolommen = sql.SQL(", ").join(sql.Identifier(cast(str, veld.column)) for veld in velden)
        self.naam = sql.Identifier("pg_temp", f"{voor}_{model._meta.db_table}")

    def aanleg(self) -> sql.Composed:
        return sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            self.naam, self._kolommen, self._doel
        )

    def telling(self) -> sql.Composed:
        """A column with the order of arrival."""
        return sql.SQL("ALTER TABLE {} ADD COLUMN volgorde bigint GENERATED ALWAYS AS IDENTITY").format(
            self.naam
        )

    def kopieer(self, cursor: CursorWrapper, objecten: Iterable[models.Model]) -> None:
        self.kopieer_rijen(cursor, ([lees(een) for lees in self._lezers] for een in objecten))

    def kopieer_rijen(self, cursor: CursorWrapper, rijen: Iterable[Sequence[Any]]) -> None:
        """Rows of values in the order of the fields."""
        opdracht = sql.SQL("COPY {} ({}) FROM STDIN").format(self.naam, self._kolommen)
        with cursor.copy(opdracht.as_string(cursor.cursor)) as kopie:
            for rij in rijen:
                kopie.write_row(rij)

    def overzetting(self) -> sql.Composed:
        return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
            self._doel, self._kolommen, self._kolommen, self.naam
        )


def _lezer(veld: models.Field[Any, Any]) -> Callable[[models.Model], Any]:
    """How the stored form of a field is read from an unsaved instance; encrypted fields encrypt here."""
    if isinstance(veld, VersleuteldVeld):
        return lambda een: veld.pre_save(een, True)
    if isinstance(veld, VasteTekst):
        return lambda een: veld.get_prep_value(getattr(een, veld.attname))
    if isinstance(veld, models.JSONField):
        raise TypeError(f"{veld} has no plain form for COPY")
    return attrgetter(veld.attname)


def met_sleutel(register: Register, pk: UUID, **velden: Any) -> Any:
    """An unsaved zaak of the register with a data key of its own."""
    model: Any = register.model
    return model(id=pk, zaak_ptr_id=pk, soort=register.soort.value, sleutel=Datasleutel.nieuw(), **velden)
