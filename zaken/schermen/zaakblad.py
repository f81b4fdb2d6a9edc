"""Everything that the page of one zaak shows, fetched in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext as _

from codelijsten.taal import in_schermtaal
from schermen.formulieren import eerste_invoer
from zaken.models import Notitie, Ontzegeling, Persoon, Statuswijziging, Termijn, Zaak
from zaken.register.detail import Regel, datum, ingevuld
from zaken.register.rijlezing import rijen_van
from zaken.register.stappen import BEHANDELAAR, DELEN, NAZORG, PERSONEN, Stand
from zaken.register.toon import Termijnregel, termijnbron, termijnnaam, termijnregel, toon, waarom
from zaken.services.ontzegelen import laatste_vraag
from zaken.services.toegang import Toegangslijst, toegangslijst
from zaken.termijnen import Termijncode
from zaken.toegang import Recht, mag

if TYPE_CHECKING:
    from uuid import UUID

    from gebruikers.models import Gebruiker
    from zaken.models import Zaakrij
    from zaken.register import Register
    from zaken.register.rijen import Rijopgave


@dataclass(frozen=True)
class Termijnkaart:
    """One term: its date in words while it is open, or how it ended."""

    termijn: Termijn
    regel: Termijnregel | None
    afloop: str
    vastleg_url: str = ""
    """Where the reader says that it was met; empty when that is not for this reader, or done."""

    @property
    def uitleg(self) -> list[str]:
        """The lines under "Waarom deze datum?"."""
        indicatie = [_("Dit is een indicatie, de commandant beslist.")] if self.termijn.is_indicatie else []
        bron = _("Bron: %(bron)s.") % {"bron": termijnbron(self.termijn.bron)}
        return [waarom(self.termijn.waarom), *indicatie, bron]


@dataclass(frozen=True)
class Persoonkaart:
    """Somebody in the zaak: the role (numbered when there are more) and what is known."""

    rol: str
    naam: str
    gegevens: list[dict[str, str]]
    acties: list[dict[str, str]]


@dataclass(frozen=True)
class Rijblok:
    """One row of a register: its heading and what it says."""

    pk: UUID
    kop: str
    regels: list[Regel]


@dataclass(frozen=True)
class Rijkaart:
    """All rows of one kind."""

    opgave: Rijopgave
    rijen: list[Rijblok]
    is_vast: bool = False
    """Nothing is added, changed or removed any more."""


class Zaakblad:
    """One zaak for one reader. Its parts hang under `zaak`, which the reader was found to see.

    `zaak` is the register's own model: what a register declares reads its own fields from it.
    """

    def __init__(self, register: Register, zaak: Any, *, lezer: Gebruiker, vandaag: date) -> None:
        self.register = register
        self.zaak = zaak
        self.lezer = lezer
        self.vandaag = vandaag

    def mag(self, recht: Recht) -> bool:
        return mag(self.lezer, recht, self.zaak)

    # What is fetched, each in one query

    @cached_property
    def personen(self) -> list[Persoon]:
        codes = ("personeelscategorie", "ranggroep", "relatie", "defensieonderdeel", "uitkomst")
        return self._met_zaak(Persoon.objects.van(self.zaak).select_related(*codes))

    @cached_property
    def notities(self) -> list[Notitie]:
        return self._met_zaak(Notitie.objects.van(self.zaak).select_related("door"))

    @cached_property
    def statuswijzigingen(self) -> list[Statuswijziging]:
        """Newest first."""
        return self._met_zaak(Statuswijziging.objects.van(self.zaak).select_related("door"))

    @cached_property
    def termijnen(self) -> list[Termijn]:
        getoond = Q(vervallen=False) | Q(niet_nodig__isnull=False)
        return self._met_zaak(Termijn.objects.van(self.zaak).filter(getoond))

    @cached_property
    def toegang(self) -> Toegangslijst:
        return toegangslijst(self.zaak)

    @cached_property
    def ontzegeling(self) -> Ontzegeling | None:
        """The last question to take the seal off, open or refused; asked of a sealed zaak alone."""
        vraag = laatste_vraag(self.zaak) if self.zaak.verzegeld else None
        return vraag if vraag is not None and vraag.besluit in {"", Ontzegeling.Besluit.GEWEIGERD} else None

    @cached_property
    def codes(self) -> dict[str, list[str]]:
        """Per field with several answers: the labels, in the order of their list."""
        vragen = [
            model.objects.van(self.zaak).values_list(
                Value(veld), "code__volgorde", "code__label", "code__label_en"
            )
            for veld, model in self.register.regels.meervoudig.items()
        ]
        if not vragen:
            return {}
        rijen = sorted(vragen[0].union(*vragen[1:], all=True))
        labels = {
            veld: [in_schermtaal(rij[2], rij[3]) for rij in groep]
            for veld, groep in groupby(rijen, key=lambda rij: rij[0])
        }
        return {veld: labels.get(veld, []) for veld in self.register.regels.meervoudig}

    def _met_zaak(self, delen: QuerySet[Any]) -> list[Any]:
        """The rows with their zaak at hand: its key opens them."""
        rijen = list(delen)
        for rij in rijen:
            rij.zaak = self.zaak
        return rijen

    @cached_property
    def stand(self) -> Stand:
        """What the guards of a next step look at; the toelichting is asked on the page of the step."""
        return Stand(
            toelichting="-",
            aantallen={veld: len(labels) for veld, labels in self.codes.items()},
            laatst_door={w.naar: w.door_id for w in reversed(self.statuswijzigingen)},
            door=self.lezer.pk,
            vandaag=self.vandaag,
            eigen=self.register.stappen.verzamel(self.zaak),
        )

    # What is shown

    @cached_property
    def termijnkaarten(self) -> list[Termijnkaart]:
        """Open terms first, by date; then those that were met."""
        if self.zaak.is_geannuleerd:
            return []
        kaarten = [Termijnkaart(t, self._regel(t), _afloop(t), self._vastleg_url(t)) for t in self.termijnen]
        return sorted(kaarten, key=lambda kaart: kaart.regel is None)

    def _regel(self, termijn: Termijn) -> Termijnregel | None:
        return termijnregel(termijn.werkdatum, vandaag=self.vandaag) if termijn.is_open else None

    def _vastleg_url(self, termijn: Termijn) -> str:
        if termijn.code == Termijncode.NAZORG and self.register.regels.nazorgveld:
            return self._nazorgadres(termijn)  # an answer can be mended too
        veld = self.register.regels.voldaan.get(termijn.code, "")
        return self.invuladres(veld) if termijn.is_open else ""

    def _nazorgadres(self, termijn: Termijn) -> str:
        if not self.mag(Recht.WIJZIGEN):
            return ""
        return self.register.url("nazorg", self.zaak.pk, int(termijn.kenmerk))

    def invuladres(self, plek: str) -> str:
        """Where the reader fills in what `Gebrek.plek` names; empty for what this reader may not."""
        register, pk = self.register, self.zaak.pk
        if plek == DELEN:
            return register.url("delen", pk) if self.mag(Recht.DELEN) else ""
        if plek == BEHANDELAAR:
            return register.url("toewijzen", pk) if self.mag(Recht.TOEWIJZEN) else ""
        if not plek or not self.mag(Recht.WIJZIGEN):
            return ""
        if plek == NAZORG:
            eerste = next((t for t in self.termijnen if t.code == Termijncode.NAZORG and t.is_open), None)
            return self._nazorgadres(eerste) if eerste else self.invuladres("geen_nazorg_reden")
        if plek == PERSONEN:
            return f"{register.url('detail', pk)}#personen-kop"
        if register.rijopgave(plek):
            return self._rijadres(plek)
        onderdeel = register.onderdeel_met(plek)
        veld = register.onderdelen[onderdeel].base_fields[plek]
        return f"{register.url('wijzig', pk, onderdeel)}#{eerste_invoer(veld, f'id_{plek}')}"

    def _rijadres(self, code: str) -> str:
        """The page of a first row; with rows, their card."""
        if any(kaart.rijen for kaart in self.rijkaarten if kaart.opgave.code == code):
            return f"{self.register.url('detail', self.zaak.pk)}#rijen-{code}-kop"
        return self.register.url("rij_nieuw", self.zaak.pk, code)

    @cached_property
    def identiteit(self) -> dict[str, Any]:
        """The bar on top (`componenten/identiteit.html`)."""
        zaak = self.zaak
        status = _("Geannuleerd") if zaak.is_geannuleerd else self.register.status_van(zaak).label
        return {
            "nummer": zaak.zaaknummer,
            "titel": zaak.onderwerp,
            "status": status,
            "toon": toon(self.register, zaak),
            "rubricering": zaak.get_rubricering_display(),
            "feiten": self._feiten(),
        }

    def _feiten(self) -> list[dict[str, str]]:
        zaak = self.zaak
        feiten = [
            {"label": _("Behandelaar"), "waarde": str(zaak.behandelaar or _("Nog niet toegewezen"))},
            {
                "label": _("Team"),
                "waarde": str(zaak.team or (_("Verzegeld, geen team") if zaak.verzegeld else _("Geen team"))),
            },
            {"label": _("Ontvangen door Defensie"), "waarde": datum(zaak.ontvangen_defensie)},
        ]
        eerste = next((k for k in self.termijnkaarten if k.regel and not k.termijn.is_indicatie), None)
        if eerste is None or eerste.regel is None:
            return [*feiten, {"label": _("Eerste termijn"), "waarde": _("Geen termijn meer")}]
        sub = _("%(naam)s, uiterlijk %(dag)s") % {
            "naam": termijnnaam(eerste.termijn.naam),
            "dag": datum(eerste.regel.datum),
        }
        termijn = {
            "label": _("Eerste termijn"),
            "waarde": eerste.regel.wanneer,
            "sub": sub,
            "staat": eerste.regel.staat,
        }
        return [*feiten, termijn]

    @cached_property
    def persoonkaarten(self) -> list[Persoonkaart]:
        """In the order of the roles; numbered where a role stands more than once, or once stood so."""
        volgorde = {rol.value: nummer for nummer, rol in enumerate(Persoon.Rol)}
        personen = sorted(self.personen, key=lambda p: (volgorde[p.rol], p.volgnummer))
        meer = {p.rol for p in personen if p.volgnummer > 1}
        return [
            Persoonkaart(
                rol=f"{p.get_rol_display()} {p.volgnummer}" if p.rol in meer else str(p.get_rol_display()),
                naam=p.naam,
                gegevens=_persoonsgegevens(p),
                acties=self._persoonacties(p) if self.mag(Recht.WIJZIGEN) else [],
            )
            for p in personen
        ]

    @cached_property
    def rijkaarten(self) -> list[Rijkaart]:
        """Per kind of row of the register; one query for all of them."""
        rijen = rijen_van(self.register, self.zaak)
        status = self.register.status_van(self.zaak)
        return [
            Rijkaart(opgave, _rijblokken(opgave, rijen[opgave.code]), is_vast=status in opgave.vast_bij)
            for opgave in self.register.rijen
        ]

    def _persoonacties(self, persoon: Persoon) -> list[dict[str, str]]:
        plek = (self.zaak.pk, persoon.pk)
        return [
            {"url": self.register.url("persoon_wijzig", *plek), "label": _("Wijzigen")},
            {"url": self.register.url("persoon_verwijder", *plek), "label": _("Verwijderen")},
        ]

    @cached_property
    def herkomst(self) -> str:
        """Where an imported zaak came from; empty for one that was registered here."""
        zaak = self.zaak
        if zaak.bronsysteem == Zaak.Bronsysteem.APPLICATIE and zaak.invoer is None:
            return ""
        if zaak.invoer is not None and zaak.invoer_regel is None:
            return _("Voorbeeldgegevens. Dit is niet echt gebeurd.")
        delen = [_("Ingelezen uit: %(bron)s.") % {"bron": zaak.get_bronsysteem_display()}]
        if zaak.externe_referentie:
            delen.append(_("Nummer daar: %(nummer)s.") % {"nummer": zaak.externe_referentie})
        if zaak.invoer:
            delen.append(
                _("Ingelezen op %(dag)s, regel %(regel)s van het bestand.")
                % {"dag": datum(zaak.invoer.uitgevoerd_op.date()), "regel": zaak.invoer_regel}
            )
        return " ".join(delen)


def _rijblokken(opgave: Rijopgave, rijen: list[Zaakrij]) -> list[Rijblok]:
    return [Rijblok(rij.pk, f"{opgave.naam} {rij.volgnummer}", ingevuld(opgave.regels(rij))) for rij in rijen]


def _afloop(termijn: Termijn) -> str:
    if termijn.vervallen:
        return _("Niet nodig: %(reden)s") % {"reden": termijn.niet_nodig}
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
