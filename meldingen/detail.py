"""Everything that the page of one melding shows, fetched in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zaken.models import Notitie, Persoon, Statuswijziging, Termijn
from zaken.register.toon import Termijnregel, termijnregel, toon
from zaken.services.toegang import Toegangslijst, toegangslijst
from zaken.toegang import Recht, mag

from .models import Afdoening, Melding, Subcategorie
from .register import REGISTER
from .status import Status

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


@dataclass(frozen=True)
class Termijnkaart:
    """One term: its date in words while it is open, or how it ended."""

    termijn: Termijn
    regel: Termijnregel | None
    afloop: str

    @property
    def uitleg(self) -> list[str]:
        """The lines under "Waarom deze datum?"."""
        indicatie = [_("Dit is een indicatie, de commandant beslist.")] if self.termijn.is_indicatie else []
        return [self.termijn.waarom, *indicatie, _("Bron: %(bron)s.") % {"bron": self.termijn.bron}]


@dataclass(frozen=True)
class Persoonkaart:
    """Somebody in the melding: the role (numbered when there are more) and what is known."""

    rol: str
    naam: str
    gegevens: list[dict[str, str]]
    acties: list[dict[str, str]]


class Dossier:
    """One melding for one reader. Its parts hang under `melding`, which the reader was found to see."""

    def __init__(self, melding: Melding, *, lezer: Gebruiker, vandaag: date) -> None:
        self.melding = melding
        self.lezer = lezer
        self.vandaag = vandaag

    def mag(self, recht: Recht) -> bool:
        return mag(self.lezer, recht, self.melding)

    # What is fetched, each in one query

    @cached_property
    def personen(self) -> list[Persoon]:
        codes = ("personeelscategorie", "ranggroep", "relatie", "defensieonderdeel", "uitkomst")
        return self._met_zaak(Persoon.objects.van(self.melding).select_related(*codes))

    @cached_property
    def notities(self) -> list[Notitie]:
        return self._met_zaak(Notitie.objects.van(self.melding).select_related("door"))

    @cached_property
    def statuswijzigingen(self) -> list[Statuswijziging]:
        return self._met_zaak(Statuswijziging.objects.van(self.melding).select_related("door"))

    @cached_property
    def termijnen(self) -> list[Termijn]:
        return list(Termijn.objects.van(self.melding).filter(vervallen=False))

    @cached_property
    def toegang(self) -> Toegangslijst:
        return toegangslijst(self.melding)

    @cached_property
    def codes(self) -> dict[str, list[str]]:
        """Labels of the subcategorieën and of the afdoeningen."""
        velden = ("code__volgorde", "code__label")
        sub = Subcategorie.objects.van(self.melding).values_list(Value("subcategorieen"), *velden)
        afdoening = Afdoening.objects.van(self.melding).values_list(Value("afdoeningen"), *velden)
        rijen = sorted(sub.union(afdoening, all=True))
        per_soort = {
            soort: [rij[2] for rij in groep] for soort, groep in groupby(rijen, key=lambda rij: rij[0])
        }
        return {"subcategorieen": [], "afdoeningen": [], **per_soort}

    def _met_zaak(self, delen: QuerySet[Any]) -> list[Any]:
        """The rows with their zaak at hand: its key opens them."""
        rijen = list(delen)
        for rij in rijen:
            rij.zaak = self.melding
        return rijen

    # What is shown

    @cached_property
    def termijnkaarten(self) -> list[Termijnkaart]:
        """Open terms first, by date; then those that were met."""
        if self.melding.is_geannuleerd:
            return []
        kaarten = [Termijnkaart(t, self._regel(t), _afloop(t)) for t in self.termijnen]
        return sorted(kaarten, key=lambda kaart: kaart.regel is None)

    def _regel(self, termijn: Termijn) -> Termijnregel | None:
        return termijnregel(termijn.werkdatum, vandaag=self.vandaag) if termijn.is_open else None

    @cached_property
    def identiteit(self) -> dict[str, Any]:
        """The bar on top (`componenten/identiteit.html`)."""
        melding = self.melding
        return {
            "nummer": melding.zaaknummer,
            "titel": melding.onderwerp,
            "status": _("Geannuleerd") if melding.is_geannuleerd else Status(melding.status).label,
            "toon": toon(REGISTER, melding),
            "rubricering": melding.get_rubricering_display(),
            "feiten": self._feiten(),
        }

    def _feiten(self) -> list[dict[str, str]]:
        melding = self.melding
        feiten = [
            {"label": _("Behandelaar"), "waarde": str(melding.behandelaar or _("Nog niet toegewezen"))},
            {"label": _("Team"), "waarde": str(melding.team or _("Geen team"))},
            {"label": _("Ontvangen door Defensie"), "waarde": datum(melding.ontvangen_defensie)},
        ]
        eerste = next((k for k in self.termijnkaarten if k.regel and not k.termijn.is_indicatie), None)
        if eerste and eerste.regel:
            sub = _("%(naam)s, uiterlijk %(dag)s") % {
                "naam": eerste.termijn.naam,
                "dag": datum(eerste.regel.datum),
            }
            feiten.append(
                {
                    "label": _("Eerste termijn"),
                    "waarde": eerste.regel.wanneer,
                    "sub": sub,
                    "staat": eerste.regel.staat,
                }
            )
        else:
            feiten.append({"label": _("Eerste termijn"), "waarde": _("Geen termijn meer")})
        return feiten

    @cached_property
    def persoonkaarten(self) -> list[Persoonkaart]:
        """In the order of the roles; numbered where a role stands more than once."""
        volgorde = {rol.value: nummer for nummer, rol in enumerate(Persoon.Rol)}
        personen = sorted(self.personen, key=lambda p: (volgorde[p.rol], p.volgnummer))
        meer = {rol for rol in volgorde if sum(p.rol == rol for p in personen) > 1}
        return [
            Persoonkaart(
                rol=f"{p.get_rol_display()} {p.volgnummer}" if p.rol in meer else str(p.get_rol_display()),
                naam=p.naam,
                gegevens=_persoonsgegevens(p),
                acties=self._persoonacties(p) if self.mag(Recht.WIJZIGEN) else [],
            )
            for p in personen
        ]

    def _persoonacties(self, persoon: Persoon) -> list[dict[str, str]]:
        plek = [self.melding.pk, persoon.pk]
        return [
            {"url": reverse("meldingen:persoon_wijzig", args=plek), "label": _("Wijzigen")},
            {"url": reverse("meldingen:persoon_verwijder", args=plek), "label": _("Verwijderen")},
        ]

    @cached_property
    def herkomst(self) -> str:
        """Where an imported melding came from; empty for one that was registered here."""
        melding = self.melding
        if melding.bronsysteem == Melding.Bronsysteem.APPLICATIE and melding.invoer is None:
            return ""
        if melding.invoer is not None and melding.invoer_regel is None:
            return _("Voorbeeldgegevens. Dit is geen echte melding.")
        delen = [_("Ingelezen uit: %(bron)s.") % {"bron": melding.get_bronsysteem_display()}]
        if melding.externe_referentie:
            delen.append(_("Nummer daar: %(nummer)s.") % {"nummer": melding.externe_referentie})
        if melding.invoer:
            delen.append(
                _("Ingelezen op %(dag)s, regel %(regel)s van het bestand.")
                % {"dag": datum(melding.invoer.uitgevoerd_op.date()), "regel": melding.invoer_regel}
            )
        return " ".join(delen)


def datum(dag: date) -> str:
    return str(date_format(dag, "DATE_FORMAT"))


def _afloop(termijn: Termijn) -> str:
    if termijn.voldaan_op is None:
        return ""
    tekst = (
        _("Gedaan op %(dag)s, op tijd")
        if termijn.voldaan_op <= termijn.werkdatum
        else _("Gedaan op %(dag)s, te laat")
    )
    return tekst % {"dag": datum(termijn.voldaan_op)}


def _persoonsgegevens(persoon: Persoon) -> list[dict[str, str]]:
    """What is known of somebody; what is not is left out."""
    verteld = datum(persoon.geinformeerd_op) if persoon.geinformeerd_op else ""
    regels = [
        (_("Contact"), persoon.contact),
        (_("Veilig bereikbaar"), persoon.veilig_bereikbaar),
        (_("Begeleider"), persoon.begeleider),
        (_("Personeel"), persoon.personeelscategorie),
        (_("Rang of schaal"), persoon.ranggroep),
        (_("Onderdeel"), persoon.defensieonderdeel),
        (_("Relatie"), persoon.relatie),
        (_("Uitkomst"), persoon.uitkomst),
        (_("Geïnformeerd"), verteld),
        (_("Nog niet verteld"), persoon.uitstel_reden),
    ]
    return [{"label": label, "waarde": str(waarde)} for label, waarde in regels if waarde]
