"""The rows of a misstand: benadeling, bekendmakingen, opschortingen."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.detail import Regel, regel
from zaken.register.rijen import Rijopgave

from .controles import bekendmakingfouten
from .forms.rijen import BekendmakingForm, BenadelingForm, OpschortingForm
from .models import Bekendmaking, Benadeling, Opschorting


def _benadeling(rij: Benadeling) -> list[Regel]:
    return [
        regel(_("Wat is er gedaan?"), rij.vorm),
        regel(_("Bij ons bekend op"), rij.bekend_op),
        regel(_("Toelichting"), rij.toelichting, meerregelig=True),
    ]


def _bekendmaking(rij: Bekendmaking) -> list[Regel]:
    return [
        regel(_("Aan wie"), rij.aan),
        regel(_("Wanneer"), rij.op),
        regel(_("Grond"), rij.get_grond_display()),
        regel(_("Melder vooraf bericht gestuurd op"), rij.vooraf_bericht_op),
        regel(_("Redenen in het bericht vooraf"), rij.vooraf_bericht, meerregelig=True),
    ]


def _opschorting(rij: Opschorting) -> list[Regel]:
    return [
        regel(_("Vanaf"), rij.van),
        regel(_("Tot en met"), rij.tot or _("Loopt nog")),
        regel(_("Waarom"), rij.reden, meerregelig=True),
    ]


RIJEN = (
    Rijopgave(
        code="benadeling",
        model=Benadeling,
        form=BenadelingForm,
        kop=gettext_lazy("Benadeling van de melder"),
        naam=gettext_lazy("Benadeling"),
        regels=_benadeling,
        leeg=gettext_lazy("Er is geen benadeling vastgelegd. Vraag er bij de melder naar."),
        relaties=("vorm",),
        gedaan=("bekend_op",),
        volgorde=(("ontvangen_defensie", "bekend_op"),),
    ),
    Rijopgave(
        code="bekendmaking",
        model=Bekendmaking,
        form=BekendmakingForm,
        kop=gettext_lazy("Identiteit van de melder bekendgemaakt"),
        naam=gettext_lazy("Bekendmaking"),
        regels=_bekendmaking,
        leeg=gettext_lazy("De identiteit van de melder is aan niemand bekendgemaakt."),
        fouten=bekendmakingfouten,
        gedaan=("op", "vooraf_bericht_op"),
        volgorde=(
            ("ontvangen_defensie", "op"),
            ("ontvangen_defensie", "vooraf_bericht_op"),
            ("vooraf_bericht_op", "op"),
        ),
    ),
    Rijopgave(
        code="opschorting",
        model=Opschorting,
        form=OpschortingForm,
        kop=gettext_lazy("Opschorting"),
        naam=gettext_lazy("Opschorting"),
        regels=_opschorting,
        leeg=gettext_lazy("Dit vermoeden is niet opgeschort."),
        gedaan=("van", "tot"),
        volgorde=(("ontvangen_defensie", "van"), ("van", "tot")),
    ),
)
