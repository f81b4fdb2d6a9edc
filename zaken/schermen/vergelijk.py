"""Forms that know what their user started from, so that nobody's text is lost when two people write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from codelijsten.velden import Keuzelijsten
from schermen.formulieren import DeelDatum, in_woorden

from .woorden import RegisterForm

if TYPE_CHECKING:
    from zaken.register import Register

OPGESLAGEN, MIJN = "opgeslagen", "mijn"
_HOOGSTE_VERSIE = 9


@dataclass(frozen=True)
class Groep:
    """A heading with some of the fields of a form."""

    kop: str
    velden: Sequence[BoundField]


@dataclass(frozen=True)
class Verschil:
    """One field that reads differently here and in the database."""

    veld: BoundField
    opgeslagen: str
    kies: str
    botst: bool = True
    """Whether both changed it; otherwise only the user of this form did, and there is nothing to choose."""

    @property
    def keuzenaam(self) -> str:
        return f"keuze-{self.veld.name}"


class VergelijkForm(RegisterForm):
    """Base of the forms that change something that exists.

    It carries two hidden values: the version that was on the screen, and per field a fingerprint of what was
    there. When somebody else saved in between, they tell whose change is whose. The comparing page sends
    `velden` (the fields that differ) and per field a choice.
    """

    samen: ClassVar[tuple[frozenset[str], ...]] = ()
    """Fields that only mean something together."""
    indeling: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        begin: Mapping[str, Any],
        versie: int = 0,
        keuzes: Keuzelijsten | None = None,
        register: Register,
    ) -> None:
        super().__init__(data, initial=dict(begin))
        self.order_fields([naam for _kop, namen in self.indeling for naam in namen])
        self._staat = (versie, self.vingerafdrukken(begin))
        self._beperk_tot(self._gevraagde_velden())
        self.kies_codes(keuzes or {})
        self.spreek(register)

    # What the page carries

    @property
    def verborgen(self) -> list[tuple[str, str]]:
        """Names and values of the hidden inputs."""
        if self.is_bound and not self._neemt_over:
            namen = ["basisversie", "basis", *(["velden"] if self.data.get("velden") else [])]
            return [(naam, str(self.data.get(naam, ""))) for naam in namen]
        versie, afdrukken = self._staat
        basis = " ".join(f"{naam}:{afdruk}" for naam, afdruk in afdrukken.items())
        velden_nu = [("velden", " ".join(self.fields))] if self._neemt_over else []
        return [("basisversie", str(versie)), ("basis", basis), *velden_nu]

    @property
    def basisversie(self) -> int:
        """The version the user started from; 0 (no version at all) for what this page never sent."""
        tekst = str(self.data.get("basisversie", ""))
        return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= _HOOGSTE_VERSIE else 0

    @property
    def groepen(self) -> list[Groep]:
        """The fields under their headings; fields that are not there now are left out."""
        return [
            Groep(str(kop), [self[naam] for naam in namen if naam in self.fields])
            for kop, namen in self.indeling
        ]

    _neemt_over = False

    def _gevraagde_velden(self) -> set[str]:
        return self._met_groepen(set(str(self.data.get("velden", "")).split()) & self.fields.keys())

    def _met_groepen(self, namen: set[str]) -> set[str]:
        return namen.union(*(groep for groep in self.samen if namen & groep))

    def _beperk_tot(self, namen: set[str]) -> None:
        for naam in list(self.fields) if namen else ():
            if naam not in namen:
                del self.fields[naam]

    # Comparing

    def vingerafdrukken(self, waarden: Mapping[str, Any]) -> dict[str, str]:
        return {naam: vingerafdruk(waarden.get(naam)) for naam in self.fields}

    def botst(self, nu: Mapping[str, Any]) -> bool:
        """Whether a field (or what belongs to it) was changed here and by somebody else, to different values."""
        return bool(self._botsend(nu))

    def verschillen(self, nu: Mapping[str, Any], *, versie: int) -> list[Verschil]:
        """What the user changed and stands otherwise in `nu`, which the page carries from here on as its beginning.

        What only somebody else changed is no field of the form any more, and stays as it is in `nu`.
        """
        botsend = self._botsend(nu)
        self._beperk_tot(self._mijn() & self._anders_dan(nu))
        gevonden = []
        for naam in self.fields:
            ongewijzigd = self._basis().get(naam) == vingerafdruk(self.cleaned_data[naam])
            tekst = in_woorden(self.fields[naam], nu.get(naam)) or _("Niet ingevuld")
            kies = OPGESLAGEN if ongewijzigd else MIJN
            gevonden.append(Verschil(self[naam], tekst, kies, botst=naam in botsend))
        self._staat, self._neemt_over = (versie, self.vingerafdrukken(nu)), True
        return gevonden

    def gekozen(self, nu: Mapping[str, Any]) -> dict[str, Any]:
        """What the user changed laid over `nu`, without what the user left to the other."""
        mijn = {
            naam: self.cleaned_data[naam]
            for naam in self._mijn()
            if self.data.get(f"keuze-{naam}") != OPGESLAGEN
        }
        return {**nu, **mijn}

    def _botsend(self, nu: Mapping[str, Any]) -> set[str]:
        basis = self._basis()
        elders = {naam for naam, afdruk in self.vingerafdrukken(nu).items() if basis.get(naam) != afdruk}
        return self._mijn() & self._met_groepen(elders) & self._anders_dan(nu)

    def _mijn(self) -> set[str]:
        """What the user changed, and what belongs to it; all of it when the page did not carry a beginning."""
        basis, velden = self._basis(), self.fields.keys() & self.cleaned_data.keys()
        gewijzigd = {n for n in velden if basis.get(n) != vingerafdruk(self.cleaned_data[n])}
        return self._met_groepen(gewijzigd) & velden

    def _anders_dan(self, nu: Mapping[str, Any]) -> set[str]:
        return self._met_groepen(
            {n for n in self.fields if canoniek(self.cleaned_data[n]) != canoniek(nu.get(n))}
        )

    def gegevens(self, nu: Mapping[str, Any]) -> dict[str, Any]:
        """The model fields that change, with their new values."""
        oud, nieuw = self.naar_model(nu), self.naar_model(self.gekozen(nu))
        return {veld: waarde for veld, waarde in nieuw.items() if canoniek(waarde) != canoniek(oud[veld])}

    def naar_model(self, waarden: Mapping[str, Any]) -> dict[str, Any]:
        """Form values as values of model fields."""
        return dict(waarden)

    def _basis(self) -> dict[str, str]:
        paren = (paar.partition(":") for paar in str(self.data.get("basis", "")).split())
        return {naam: afdruk for naam, _scheiding, afdruk in paren}


def canoniek(waarde: Any) -> str:
    """Equal for what a reader would call the same: line ends and blanks around a text do not count."""
    if waarde is None:
        return ""
    if isinstance(waarde, Model):
        return str(waarde.pk)
    if isinstance(waarde, (list, tuple)):
        return " ".join(sorted(canoniek(deel) for deel in waarde))
    if isinstance(waarde, str):
        return waarde.replace("\r\n", "\n").strip()
    if isinstance(waarde, DeelDatum):
        return f"{waarde.jaar}-{waarde.maand}-{waarde.dag}"
    return str(waarde)


def vingerafdruk(waarde: Any) -> str:
    """A keyed hash: the page tells what changed without repeating a text."""
    return salted_hmac("zaken.vergelijk", canoniek(waarde)).hexdigest()[:24]
