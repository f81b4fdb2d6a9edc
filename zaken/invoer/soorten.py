"""The registers as kinds of file that can be brought from the screen (`inlezen.soorten`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Field, QuerySet
from django.utils.translation import gettext as _

from codelijsten.models import Code
from gebruikers.models import Team
from inlezen.bestand import Bron
from inlezen.fouten import Foutenlijst, zin
from inlezen.soorten import Doelkolom, Geweigerd, Invoersoort, Rijbeeld
from schermen.formulieren import DeelDatum
from schermen.templatetags.jid_ui import datum
from zaken.register import Register, registers
from zaken.services.databank import NietMogelijk
from zaken.services.registratie import intaketeam
from zaken.toegang import (
    BELEID,
    CIJFERLEZERS,
    EIGENAAR_NA_TOEWIJZING,
    IMPORTEERDERS,
    ziet_wat_binnenkomt,
)

from .controle import Lezer
from .inlezen import OnbekendTeam, controleer, neem_in, omgeving_van
from .kolommen import Invoeropgave, Kolom
from .waarden import Keuze, Voorvaldatum

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

ONTVANGEN, STATUS, ONDERWERP, REFERENTIE = (
    "ontvangen_defensie",
    "status",
    "onderwerp",
    "externe_referentie",
)


def soorten() -> Iterator[Invoersoort]:
    """One kind per register that takes something in."""
    for register in registers():
        if register.invoer is not None:
            yield _Zaakbestand(register, register.invoer).als_soort()


@dataclass(frozen=True)
class _Zaakbestand:
    """A file of zaken for one register."""

    register: Register
    opgave: Invoeropgave

    def als_soort(self) -> Invoersoort:
        beleid = BELEID[self.register.soort]
        return Invoersoort(
            code=self.register.adressen,
            naam=self.register.namen.meervoud,
            rollen=IMPORTEERDERS,
            kolommen=self.kolommen,
            koppen=self.koppen,
            keur=self.keur,
            beelden=self.beelden,
            neem_in=self.neem_in,
            ontvanger=self.ontvanger,
            belet=self.belet,
            bestemmingen=None if beleid.bureau else teams_voor,
        )

    def kolommen(self) -> list[Doelkolom]:
        return [
            Doelkolom(
                kolom.naam, self._label(kolom.naam), str(kolom.soort.uitleg), kolom.verplicht, kolom.andere
            )
            for kolom in self.opgave.kolommen()
        ]

    def koppen(self) -> list[str]:
        return [self._label(naam) for naam in (ONTVANGEN, ONDERWERP, STATUS, REFERENTIE)]

    def ontvanger(self) -> str:
        return team.naam if (team := self._balie()) else ""

    def belet(self, door: Gebruiker, bestemming: str) -> str:
        if door.rollen & CIJFERLEZERS:
            return _(
                "U ziet de jaarcijfers. Laat het bestand inlezen door iemand die ze niet ziet: "
                "wie een bestand brengt, hoort niet hoeveel er nieuw is."
            )
        if BELEID[self.register.soort].bureau is not None:
            team = self._balie()
        elif bestemming:
            team = next((een for een in _behandelteams() if str(een.pk) == bestemming), None)
        elif _behandelteams() and not teams_voor(door):
            return _(
                "U bent lid van elk team dat deze zaken kan krijgen. "
                "Laat het bestand inlezen door iemand die geen lid is: "
                "wie een bestand brengt, krijgt de zaken niet zelf."
            )
        else:
            team = None
        if team is None or not ziet_wat_binnenkomt(door, team.pk):
            return ""
        return _(
            "Deze zaken gaan naar %(team)s. U bent lid van dat team. "
            "Laat het bestand inlezen door iemand die geen lid is: "
            "wie een bestand brengt, krijgt de zaken niet zelf."
        ) % {"team": team.naam}

    def _balie(self) -> Team | None:
        """The desk, when the register has one and the beheerder made it."""
        if BELEID[self.register.soort].bureau is None:
            return None
        try:
            return intaketeam(self.register.soort)
        except NietMogelijk:
            return None

    def keur(self, bron: Bron, vandaag: date) -> Foutenlijst:
        return controleer(self.register, bron, vandaag=vandaag)

    def beelden(self, bron: Bron, vandaag: date) -> Iterator[Rijbeeld]:
        stroom = bron.rijen()
        kolommen = self.opgave.kies(next(stroom)[1])
        omgeving = omgeving_van(self.opgave, vandaag)
        for nummer, cellen in stroom:
            fouten = Foutenlijst()
            waarden = Lezer(self.opgave, kolommen, omgeving=omgeving, fouten=fouten).waarden(nummer, cellen)
            yield Rijbeeld(nummer, self._kern(waarden), self._alles(kolommen, waarden), tuple(fouten.fouten))

    def neem_in(
        self, bron: Bron, vandaag: date, bestemming: str, door: Gebruiker, stap: Callable[[int], None]
    ) -> str:
        try:
            verslag = neem_in(
                self.register, bron, vandaag=vandaag, team=_teamcode(bestemming), door=door, stap=stap
            )
        except (OnbekendTeam, NietMogelijk) as fout:
            raise Geweigerd(zin(str(fout)) if isinstance(fout, NietMogelijk) else fout.waarom) from fout
        return verslag.team

    def _kern(self, waarden: Mapping[str, Any]) -> tuple[str, ...]:
        status = waarden.get(STATUS, self.opgave.standaard_status)
        return (
            datum(waarden.get(ONTVANGEN)),
            waarden.get(ONDERWERP) or self._standaard_onderwerp(waarden),
            str(self.register.status(status).label),
            waarden.get(REFERENTIE, ""),
        )

    def _standaard_onderwerp(self, waarden: Mapping[str, Any]) -> str:
        nodig = {kolom.naam for kolom in self.opgave.kolommen() if kolom.verplicht}
        return self.opgave.standaard_onderwerp(waarden) if nodig <= waarden.keys() else ""

    def _alles(self, kolommen: Sequence[Kolom], waarden: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (self._label(kolom.naam), in_woorden(kolom, waarden[kolom.naam]))
            for kolom in kolommen
            if waarden.get(kolom.naam) is not None
        )

    def _label(self, naam: str) -> str:
        veld = cast("Field[Any, Any]", self.register.model._meta.get_field(naam))
        tekst = str(veld.verbose_name)
        return tekst[:1].upper() + tekst[1:]


def in_woorden(kolom: Kolom, waarde: Any) -> str:
    """What was read of one cell, as a page of a zaak would say it."""
    match waarde:
        case bool():
            return _("Ja") if waarde else _("Nee")
        case Voorvaldatum():
            delen = {"dag": 3, "maand": 2, "jaar": 1}[str(waarde.precisie)]
            return DeelDatum(*(waarde.dag.year, waarde.dag.month, waarde.dag.day)[:delen]).tekst()
        case date():
            return datum(waarde)
        case Code():
            return waarde.opschrift
        case list():
            return ", ".join(in_woorden(kolom, deel) for deel in waarde)
        case _ if isinstance(kolom.soort, Keuze):
            return str(kolom.soort.keuzes(waarde).label)
        case _:
            return str(waarde)


def teams_voor(door: Gebruiker) -> list[tuple[str, str]]:
    """Teams of handlers, for a register without a desk, in which `door` does not read."""
    return [(str(team.pk), team.naam) for team in _behandelteams() if not ziet_wat_binnenkomt(door, team.pk)]


def _behandelteams() -> QuerySet[Team]:
    return Team.objects.filter(soort=EIGENAAR_NA_TOEWIJZING, is_actief=True).order_by("naam")


def _teamcode(bestemming: str) -> str:
    return Team.objects.values_list("code", flat=True).get(pk=int(bestemming)) if bestemming else ""
