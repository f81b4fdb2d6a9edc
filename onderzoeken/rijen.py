"""The rows of an onderzoek: onderzoekers, gesprekken, conclusies, aanbevelingen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.detail import Regel, regel
from zaken.register.rijen import Rijopgave

from .forms.rijen import AanbevelingForm, ConclusieForm, GesprekForm, OnderzoekerForm
from .models import Aanbeveling, Conclusie, Gesprek, Onderzoek, Onderzoeker
from .status import Status


def _onderzoeker(rij: Onderzoeker) -> list[Regel]:
    return [
        regel(_("Naam"), rij.naam),
        regel(_("Onafhankelijkheid verklaard op"), rij.onafhankelijk_op or _("Nog niet verklaard")),
    ]


def _gesprek(rij: Gesprek) -> list[Regel]:
    return [
        regel(_("Soort"), rij.gesprekssoort),
        regel(_("Gehouden op"), rij.gehouden_op),
        regel(_("Verslag"), rij.verslag, meerregelig=True),
    ]


def _conclusie(rij: Conclusie) -> list[Regel]:
    wie = _("Betrokkene %(nummer)s") % {"nummer": rij.betrokkene} if rij.betrokkene else _("Hele onderzoek")
    return [
        regel(_("Over"), wie),
        regel(_("Hoofdcategorie"), rij.hoofdcategorie),
        regel(_("Conclusie"), rij.conclusie),
        regel(_("Toelichting"), rij.toelichting, meerregelig=True),
    ]


def _aanbeveling(rij: Aanbeveling) -> list[Regel]:
    return [
        regel(_("Aanbeveling"), rij.omschrijving, meerregelig=True),
        regel(_("Wie voert dit uit"), rij.eigenaar),
        regel(_("Uiterlijk op"), rij.uiterlijk_op),
        regel(_("Opvolging"), rij.opvolging),
    ]


def conclusiefouten(
    onderzoek: Onderzoek, rij: Conclusie | None, gegevens: Mapping[str, Any]
) -> dict[str, str]:
    """One conclusie per betrokkene and hoofdcategorie."""
    velden = ("betrokkene", "hoofdcategorie")
    betrokkene, hoofdcategorie = (gegevens[v] if v in gegevens else getattr(rij, v, None) for v in velden)
    zelfde = Conclusie.objects.van(onderzoek).filter(betrokkene=betrokkene, hoofdcategorie=hoofdcategorie)
    if rij is not None:
        zelfde = zelfde.exclude(pk=rij.pk)
    if hoofdcategorie is None or not zelfde.exists():
        return {}
    return {"hoofdcategorie": _("Hierover staat al een conclusie. Wijzig die.")}


RIJEN = (
    Rijopgave(
        code="onderzoeker",
        model=Onderzoeker,
        form=OnderzoekerForm,
        kop=gettext_lazy("Onderzoekers"),
        naam=gettext_lazy("Onderzoeker"),
        regels=_onderzoeker,
        leeg=gettext_lazy("Er zijn nog geen onderzoekers. Voordat het onderzoek start, is er één nodig."),
        gedaan=("onafhankelijk_op",),
    ),
    Rijopgave(
        code="gesprek",
        model=Gesprek,
        form=GesprekForm,
        kop=gettext_lazy("Verhoren en gesprekken"),
        naam=gettext_lazy("Gesprek"),
        regels=_gesprek,
        leeg=gettext_lazy("Er zijn nog geen gesprekken."),
        relaties=("gesprekssoort",),
        gedaan=("gehouden_op",),
        volgorde=(("ontvangen_defensie", "gehouden_op"),),
    ),
    Rijopgave(
        code="conclusie",
        model=Conclusie,
        form=ConclusieForm,
        kop=gettext_lazy("Conclusies"),
        naam=gettext_lazy("Conclusie"),
        regels=_conclusie,
        leeg=gettext_lazy("Er zijn nog geen conclusies. Bij het rapport is er een nodig."),
        relaties=("hoofdcategorie", "conclusie"),
        fouten=conclusiefouten,
        vast_bij=frozenset({Status.GEARCHIVEERD}),
        betrokkene="betrokkene",
    ),
    Rijopgave(
        code="aanbeveling",
        model=Aanbeveling,
        form=AanbevelingForm,
        kop=gettext_lazy("Aanbevelingen"),
        naam=gettext_lazy("Aanbeveling"),
        regels=_aanbeveling,
        leeg=gettext_lazy("Er zijn nog geen aanbevelingen."),
        relaties=("opvolging",),
        volgorde=(("ontvangen_defensie", "uiterlijk_op"),),
    ),
)
