"""What the list of casussen shows, from the words in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gebruikers.models import Gebruiker

from . import queries
from .forms import LijstFilter
from .kwartalen import Kwartaal
from .models import Casus
from .queries import Bladzijde, Cursor, Tellingen
from .status import Status


@dataclass(frozen=True)
class Lijst:
    """One page of the own casussen in one state, with the ways to the others."""

    door: Gebruiker
    vandaag: date
    status: Status
    kwartaal: Kwartaal | None
    stil: bool
    na: Cursor | None
    voor: Cursor | None

    @classmethod
    def uit_adres(cls, adres: Mapping[str, str], *, door: Gebruiker, vandaag: date) -> Self:
        """Raises `ValueError` for an address that this application never wrote."""
        kwartaal, na, voor = adres.get("kwartaal"), adres.get("na"), adres.get("voor")
        return cls(
            door=door,
            vandaag=vandaag,
            status=Status(adres.get("status") or Status.OPEN),
            kwartaal=Kwartaal.lees(kwartaal) if kwartaal else None,
            stil=bool(adres.get("stil")),
            na=Cursor.lees(na) if na else None,
            voor=Cursor.lees(voor) if voor else None,
        )

    @cached_property
    def tellingen(self) -> Tellingen:
        return queries.tellingen(self.door, vandaag=self.vandaag)

    @cached_property
    def bladzijde(self) -> Bladzijde:
        qs = Casus.objects.zichtbaar_voor(self.door).met_status(self.status)
        if self.kwartaal:
            qs = qs.uit_kwartaal(self.kwartaal)
        if self.stil:
            qs = qs.zonder_gesprek(vandaag=self.vandaag)
        return queries.bladzijde(qs, na=self.na, voor=self.voor)

    @property
    def is_leeg(self) -> bool:
        """Whether there is no casus at all yet."""
        return not any(self.tellingen.per_status.values())

    @property
    def acties(self) -> list[dict[str, Any]]:
        return [
            {
                "label": _("Casus vastleggen"),
                "url": reverse("casussen:nieuw"),
                "icoon": "plus",
                "hoofd": True,
                "sneltoets": "N",
            },
            {"label": _("Casus van een collega voortzetten"), "url": reverse("casussen:voortzetting")},
        ]

    @property
    def voorstel(self) -> str:
        """What to do now, as a sentence; empty when there is nothing to close or it is already on screen."""
        aantal = self.tellingen.zonder_gesprek
        if not aantal or self.stil:
            return ""
        return ngettext(
            "Bij %(aantal)s casus was er al 90 dagen geen gesprek. Wilt u hem sluiten?",
            "Bij %(aantal)s casussen was er al 90 dagen geen gesprek. Wilt u ze sluiten?",
            aantal,
        ) % {"aantal": aantal}

    @property
    def kop(self) -> str:
        return _("Open casussen") if self.status == Status.OPEN else _("Gesloten casussen")

    @property
    def leeg_tekst(self) -> str:
        if self.chips:
            return _("Niets gevonden. Pas uw filters aan.")
        return _("Geen open casussen.") if self.status == Status.OPEN else _("Geen gesloten casussen.")

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "url": self._adres(status=status, stil=False),
                "aantal": self.tellingen.per_status[status],
                "actief": self.status == status,
            }
            for status, label in ((Status.OPEN, _("Open")), (Status.GESLOTEN, _("Gesloten")))
        ]

    @property
    def kolommen(self) -> list[dict[str, str]]:
        return [{"label": naam} for naam in self._kolomnamen]

    @property
    def rijen(self) -> list[dict[str, Any]]:
        return [{"cellen": self._cellen(casus)} for casus in self.bladzijde.rijen]

    @property
    def filter(self) -> LijstFilter:
        return LijstFilter(kwartalen=self.tellingen.kwartalen, initial={"kwartaal": str(self.kwartaal or "")})

    @property
    def verborgen(self) -> list[tuple[str, str]]:
        """What stays when the filter is applied."""
        return [("status", self.status), *([("stil", "1")] if self.stil else [])]

    @property
    def chips(self) -> list[dict[str, str]]:
        chips = []
        if self.kwartaal:
            chips.append({"label": self.kwartaal.kort, "url": self._adres(kwartaal=None)})
        if self.stil:
            chips.append({"label": _("Al 90 dagen geen gesprek"), "url": self._adres(stil=False)})
        return chips

    @property
    def tekst(self) -> str:
        """How many, and which of them are on this page: her own casussen are hers to count."""
        blad = self.bladzijde
        totaal = queries.aantal_in_woorden(blad.totaal)
        if len(blad.rijen) == blad.totaal:
            return totaal
        van, tot = blad.eerste, blad.eerste + len(blad.rijen) - 1
        if van == tot:
            return _("%(van)s van %(aantal)s") % {"van": van, "aantal": totaal}
        return _("%(van)s tot en met %(tot)s van %(aantal)s") % {"van": van, "tot": tot, "aantal": totaal}

    @property
    def vorige_url(self) -> str:
        return self._adres(voor=self.bladzijde.vorige) if self.bladzijde.vorige else ""

    @property
    def volgende_url(self) -> str:
        return self._adres(na=self.bladzijde.volgende) if self.bladzijde.volgende else ""

    @property
    def wissen_url(self) -> str:
        return self._adres(kwartaal=None, stil=False)

    @property
    def stil_url(self) -> str:
        return self._adres(status=Status.OPEN, kwartaal=None, stil=True)

    @property
    def _kolomnamen(self) -> list[str]:
        namen = [_("Casus"), _("Thema"), _("Eerste gesprek"), _("Onderdeel"), _("Gesprekken")]
        return namen if self.status == Status.OPEN else [*namen, _("Afloop")]

    def _cellen(self, casus: Casus) -> list[dict[str, Any]]:
        stil = casus.stelt_sluiten_voor(vandaag=self.vandaag)
        cellen: list[dict[str, Any]] = [
            {
                "tekst": casus.casusnummer,
                "url": reverse("casussen:detail", args=[casus.pk]),
                "sub": _("Al 90 dagen geen gesprek") if stil else "",
            },
            {
                "tekst": casus.hoofdthema.opschrift,
                "sub": _("Overgenomen van een collega") if casus.voortzetting else "",
            },
            {"tekst": casus.eerste_kwartaal.kort},
            {"tekst": casus.defensieonderdeel.opschrift},
            {"tekst": casus.get_aantal_contacten_display()},
        ]
        if casus.afloop:
            cellen.append({"tekst": casus.afloop.opschrift})
        return [cel | {"kolom": naam} for cel, naam in zip(cellen, self._kolomnamen, strict=True)]

    def _adres(self, **anders: Any) -> str:
        """The address of this list with some words changed; a place in it is never carried along."""
        woorden = {"status": self.status, "kwartaal": self.kwartaal, "stil": "1" if self.stil else None}
        woorden |= {naam: "1" if waarde is True else waarde for naam, waarde in anders.items()}
        if woorden["status"] == Status.OPEN:
            del woorden["status"]
        gevuld = {naam: str(waarde) for naam, waarde in woorden.items() if waarde}
        return reverse("casussen:lijst") + (f"?{urlencode(gevuld)}" if gevuld else "")
