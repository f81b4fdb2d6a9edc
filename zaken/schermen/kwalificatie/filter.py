"""Finding what became no zaak: on its codes, its year and whether it still counts; never on words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from codelijsten.velden import Codekeuze, kies_codes, lijsten_van
from zaken.models import Signaal
from zaken.schermen.filter import alle_codes, jaarveld, keuzeveld

if TYPE_CHECKING:
    from django.http import QueryDict

    from gebruikers.models import Gebruiker
    from zaken.querysets import SignaalQuerySet


class Staat(models.TextChoices):
    """What a signal is now."""

    TELT_MEE = "telt_mee", _("Telt mee")
    AFGESLOTEN = "afgesloten", _("Afgesloten")
    GEANNULEERD = "geannuleerd", _("Geannuleerd")


_IN_STAAT = {
    Staat.TELT_MEE: models.Q(geannuleerd_op__isnull=True, zaak__isnull=True),
    Staat.AFGESLOTEN: models.Q(geannuleerd_op__isnull=True, zaak__isnull=False),
    Staat.GEANNULEERD: models.Q(geannuleerd_op__isnull=False),
}
_CODES = {"aard": "aard", "verwezen_naar": "verwezen_naar", "onderdeel": "defensieonderdeel"}


class SignaalFilter(forms.Form):
    """Every field is optional; the address carries it. One query for all choices."""

    toon_niet_verplicht = False

    def __init__(self, vraag: QueryDict) -> None:
        super().__init__(vraag, label_suffix="")
        self.fields["soort"] = keuzeveld(_("Soort"), _("Alles"), Signaal.Soort.choices)
        self.fields["aard"] = _codeveld("hoort_elders", _("Wat het wel is"), _("Alles"))
        self.fields["verwezen_naar"] = _codeveld("verwijzing", _("Verwezen naar"), _("Alle verwijzingen"))
        self.fields["onderdeel"] = _codeveld("defensieonderdeel", _("Onderdeel"), _("Alle onderdelen"))
        self.fields["jaar"] = jaarveld()
        self.fields["staat"] = keuzeveld(_("Stand"), _("Alles"), Staat.choices, coerce=Staat)
        self.fields["van_mij"] = forms.BooleanField(label=_("Alleen wat ik vastlegde"), required=False)
        kies_codes(self.fields.values(), alle_codes(lijsten_van(self.fields.values())))


def filter_op(signalen: SignaalQuerySet, filter_: SignaalFilter, *, door: Gebruiker) -> SignaalQuerySet:
    """The rows of an opened queryset that were asked for, none by a choice that cannot be; `door`: who "ik" is."""
    if not filter_.is_valid():
        return signalen.none()
    waarden = filter_.cleaned_data
    if waarden["soort"]:
        signalen = signalen.filter(soort=waarden["soort"])
    for naam, veld in _CODES.items():
        if waarden[naam]:
            signalen = signalen.filter(**{veld: waarden[naam]})
    if waarden["jaar"]:
        signalen = signalen.filter(ontvangen_op__year=waarden["jaar"])
    if waarden["staat"]:
        signalen = signalen.filter(_IN_STAAT[waarden["staat"]])
    return signalen.filter(aangemaakt_door=door) if waarden["van_mij"] else signalen


def _codeveld(lijst: str, label: Any, alle: Any) -> Codekeuze:
    return Codekeuze(lijst=lijst, label=label, leeg=alle, required=False)
