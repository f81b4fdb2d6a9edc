"""The list of a register, on the screen and on paper."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import ListView

from gebruikers.aanmelden.herbevestigen import is_onlangs_bewezen, stuur_naar_herbevestigen
from gebruikers.models import Gebruiker
from gebruikers.toegang import eis_rol
from logboek import events as logboek
from schermen.templatetags.jid_ui import getal
from zaken.models import Zaak
from zaken.register import Register, lijst, register_van
from zaken.register.lijst import Bladgrens, Bladzijde, Tab, Volgorde
from zaken.register.zoek import zoekopdracht
from zaken.services.filters import filters_van
from zaken.toegang import mag_personen_zoeken, mag_registreren, rollen_van
from zaken.zoeken import FRASE_HOOGSTENS, Zoekopdracht, logtermen
from zaken.zoeken import personen as personenzoeken

from .bewaardefilters import balk, criteria_uit, standaardadres
from .filter import Filterform, adres, chips, gekozen
from .lijstrijen import rijen
from .stapel import stapelkeuze
from .tellingen import tabstand
from .zoekwoorden import WOORDEN, Lijstvraag, lees, verberg

if TYPE_CHECKING:
    _Lijst = ListView[Zaak]
else:
    _Lijst = ListView  # generic for the type checker only


PLAATS = re.compile(r"[1-9][0-9]{0,8}")
"""A place in a list, in an address."""


class Zaaklijst(_Lijst):
    """Tabs, filter panel, chips, sorting, paging by key. A bad filter answers 422 with the field's own words."""

    template_name = "zaken/register/lijst.html"
    context_object_name = "rijen"
    http_method_names = ["get", "head", "options", "post"]
    hoogstens: int | None = None
    """Rows; None is one page of a list."""
    register: Register

    def dispatch(
        self, request: HttpRequest, *args: Any, register: Register, **kwargs: Any
    ) -> HttpResponseBase:
        eis_rol(request.user, *rollen_van(register.soort))
        self.register = register
        self.gebruiker = cast(Gebruiker, request.user)
        self.vandaag = localdate()
        verstuurd = request.method == "POST"
        self.vraag = Lijstvraag(request.POST, QueryDict()) if verstuurd else self._uit_adres(request.GET)
        self.tab = Tab.lees(self.vraag.velden.get("tab"))
        self.volgorde = Volgorde.lees(self.vraag.velden.get("sorteer"))
        self.form = Filterform(
            register,
            self.vraag.velden,
            met_persoon=mag_personen_zoeken(self.gebruiker),
            verlopen=self.vraag.verlopen,
        )
        self.filters = filters_van(self.gebruiker, register.soort)
        if not verstuurd and (elders := self.eerst_ergens_anders_heen()):
            return elders
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """From the filter panel on to the address of what was asked, in which no word stands that somebody typed."""
        if not self.form.is_valid():
            return self.get(request, *args, **kwargs)
        vraag = self._voor_adres(gekozen(self.form, request.POST))
        naar = adres(vraag, tab=self.tab.value, sorteer=self.volgorde.value)
        return HttpResponseRedirect(f"{self.register.url('lijst')}{naar}", status=HTTPStatus.SEE_OTHER)

    def _uit_adres(self, vraag: QueryDict) -> Lijstvraag:
        return lees(vraag, gebruiker=self.gebruiker, nu=now())

    def _voor_adres(self, vraag: QueryDict) -> QueryDict:
        return verberg(vraag, gebruiker=self.gebruiker, nu=now())

    def eerst_ergens_anders_heen(self) -> HttpResponse | None:
        """To the kept filters that the list begins with, or to the one zaak whose whole number was searched."""
        vraagt_niets = not self.request.GET
        naar = standaardadres(self.register, self.filters) if vraagt_niets else self._zaakadres()
        return redirect(naar) if naar else None

    def _zaakadres(self) -> str:
        """The page of the zaak with this number; empty for one that is not seen, as for one that is not there."""
        gezocht = self.form.cleaned_data["q"] if self.form.is_valid() else ""
        if not (nummer := lijst.heel_nummer(self.register, gezocht)):
            return ""
        zaken = Zaak.objects.zichtbaar_voor(self.gebruiker).filter(zaaknummer=nummer)
        if (zaak := zaken.only("soort").first()) is None:
            return ""
        naam, termen = self.register.adressen, logtermen(gezocht)
        logboek.gezocht(register=naam, termen=termen, aantal=1, door=self.gebruiker)
        return f"{register_van(zaak.soort).url('detail', zaak.pk)}?treffer=1"

    def get_queryset(self) -> Any:
        """The rows of one page, read from the database and logged; none when a filter cannot be."""
        self.zoek: Zoekopdracht | None = None
        self.blad = self._bladzijde() if self.form.is_valid() else Bladzijde([], None, None)
        naam, aantal = self.register.adressen, len(self.blad.rijen)
        self.log_lijst(naam, aantal)
        if gezocht := self.form.cleaned_data.get("q"):
            termen = logtermen(gezocht)
            logboek.gezocht(register=naam, termen=termen, aantal=aantal, door=self.gebruiker)
        if persoon := self.form.cleaned_data.get("persoon"):
            term = personenzoeken.logterm(persoon)
            logboek.persoon_gezocht(register=naam, term=term, aantal=aantal, door=self.gebruiker)
        gevonden = rijen(
            self.register,
            self.blad.rijen,
            lezer=self.gebruiker,
            vandaag=self.vandaag,
            achter="?treffer=1" if gezocht else "",
            zoek=self.zoek,
        )
        self.log_fragmenten([rij["zaak"].pk for rij in gevonden if rij["fragment"]])
        return gevonden

    def log_fragmenten(self, zaken: list[UUID]) -> None:
        """Of which zaken a piece of text stands in the list: who handles one sees that it was read."""
        logboek.fragmenten_getoond(zaken=zaken, door=self.gebruiker)

    def log_lijst(self, naam: str, aantal: int) -> None:
        """What was done with the rows."""
        logboek.lijst_getoond(register=naam, aantal=aantal, door=self.gebruiker)

    def _bladzijde(self) -> Bladzijde:
        zaken = lijst.zichtbaar(self.register, self.gebruiker)
        zaken = lijst.tab_van(self.register, zaken, self.tab, self.gebruiker)
        zaken = lijst.filter_op(self.register, zaken, self.form.cleaned_data, vandaag=self.vandaag)
        self.zoek = zoekopdracht(
            self.register, self.form.cleaned_data, self.tab, self.gebruiker, vandaag=self.vandaag
        )
        na, voor = (_bladgrens(self.request.GET.get(naam)) for naam in ("na", "voor"))
        return lijst.bladzijde(
            self.register,
            zaken,
            self.volgorde,
            na=na,
            voor=voor,
            zoek=self.zoek,
            op_nummer=lijst.lees_nummer(self.register, self.form.cleaned_data["q"]) is not None,
            hoogstens=self.hoogstens,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vraag, register, blad = self.vraag.adres, self.register, self.blad
        geldig = self.form.is_valid()
        actief = chips(self.form, self.vraag.velden, self._voor_adres) if geldig else []
        return super().get_context_data(
            namen=register.namen,
            titel=register.namen.meervoud,
            leeg=register.lijst.leeg,
            acties=nieuw_knoppen([register], self.gebruiker),
            **tabstand(register, self.tab),
            form=self.form,
            actie=register.url("lijst"),
            verborgen=[("tab", self.tab.value), ("sorteer", self.volgorde.value)],
            wissen_url=f"?tab={self.tab.value}",
            chips=actief,
            **balk(register, self.gebruiker, self.filters, criteria_uit(self.form, vraag) if geldig else {}),
            **stapelkeuze(register, self.gebruiker),
            stapel_terug=adres(vraag, tab=self.tab.value).removeprefix("?"),
            kop=_kop(register, blad, self._vanaf),
            kolommen=self._kolommen(),
            vorige=adres(vraag, voor=str(blad.vorige), vanaf=self._vanaf_vorige) if blad.vorige else "",
            volgende=adres(vraag, na=str(blad.volgende), vanaf=self._vanaf_volgende) if blad.volgende else "",
            afdruk_url=f"{register.url('lijst_afdrukken')}{adres(vraag, tab=self.tab.value)}",
            is_gefilterd=bool(actief),
            zoekgrens=getal(FRASE_HOOGSTENS) if self.zoek and self.zoek.afgekapt else "",
            volgorde=self.volgorde.label,
            zonder_termijn_url=adres(vraag, sorteer=Volgorde.NIEUWSTE.value) if self._is_op_termijn else "",
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if self.form.is_valid() else 422
        return render(self.request, self.template_name, context, status=status)

    @property
    def _vanaf(self) -> int | None:
        """The place of the first row in the whole list; None when the address does not say, such as a kept one."""
        if self.blad.vorige is None:
            return 1
        tekst = self.request.GET.get("vanaf", "")
        vanaf = int(tekst) if PLAATS.fullmatch(tekst) else 0
        return vanaf if vanaf > 1 else None

    @property
    def _vanaf_vorige(self) -> str | None:
        return str(self._vanaf - lijst.PER_BLADZIJDE) if self._vanaf else None

    @property
    def _vanaf_volgende(self) -> str | None:
        return str(self._vanaf + len(self.blad.rijen)) if self._vanaf else None

    @property
    def _is_op_termijn(self) -> bool:
        return self.volgorde in {Volgorde.TERMIJN, Volgorde.TERMIJN_LAATSTE}

    def _kolommen(self) -> list[dict[str, Any]]:
        def sorteerbaar(label: str, naam: str) -> dict[str, Any]:
            huidig = self.volgorde.value.lstrip("-") == naam
            aflopend = self.volgorde.value.startswith("-")
            begin = "-" if naam == "ontvangen" else ""
            nieuw = (naam if aflopend else f"-{naam}") if huidig else f"{begin}{naam}"
            richting = ("descending" if aflopend else "ascending") if huidig else ""
            return {"label": label, "url": adres(self.vraag.adres, sorteer=nieuw), "richting": richting}

        vast = [*(kolom.kop for kolom in self.register.lijst.kolommen), _("Onderdeel"), _("Status")]
        return [
            sorteerbaar(capfirst(str(self.register.namen.enkelvoud)), "ontvangen"),
            *({"label": label} for label in vast),
            sorteerbaar(_("Termijn"), "termijn"),
            {"label": _("Behandelaar")},
        ]


class Lijstafdruk(Zaaklijst):
    """The whole filtered list on one page, for paper. It takes content out: proven again first, logged as an export."""

    template_name = "zaken/register/lijst_afdruk.html"
    http_method_names = ["get", "head", "options"]
    hoogstens = lijst.OP_PAPIER

    def eerst_ergens_anders_heen(self) -> HttpResponse | None:
        """To the list, which says why, when a filter cannot be; to the proof of who is there when that was long ago."""
        if not self.form.is_valid():
            return redirect(self._lijstadres)
        if is_onlangs_bewezen(self.request):
            return None
        if any(self.request.GET.get(naam) for naam in WOORDEN):  # typed by hand: not into yet another address
            return redirect(f"{self.request.path}{adres(self.vraag.adres)}")
        return stuur_naar_herbevestigen(self.request)

    def log_lijst(self, naam: str, aantal: int) -> None:
        zaken = [zaak.pk for zaak in self.blad.rijen]
        logboek.lijst_afgedrukt(register=naam, zaken=zaken, door=self.gebruiker)

    def log_fragmenten(self, zaken: list[UUID]) -> None:
        """Nothing besides: each zaak on paper was read as a whole row."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tab=self.tab.label % {"meervoud": self.register.namen.meer},
            terug_url=self._lijstadres,
            grens=getal(self.hoogstens) if self.blad.volgende else "",
            bladkop=_kop(self.register, Bladzijde(self.blad.rijen, None, None), 1),
            **kwargs,
        )

    @property
    def _lijstadres(self) -> str:
        return f"{self.register.url('lijst')}{adres(self.vraag.adres, tab=self.tab.value)}"


def nieuw_knoppen(registers: list[Register], gebruiker: Gebruiker) -> list[dict[str, Any]]:
    """A button per register that this user may add to; the first is the main one and has the key N."""
    eigen = [register for register in registers if mag_registreren(gebruiker, register.soort)]
    return [
        {
            "url": register.url("nieuw"),
            "label": register.namen.nieuw,
            "icoon": "plus",
            "hoofd": nummer == 0,
            "sneltoets": "N" if nummer == 0 else "",
        }
        for nummer, register in enumerate(eigen)
    ]


def _kop(register: Register, blad: Bladzijde, vanaf: int | None) -> str:
    """What the page holds of the list. How many there are in all is only known, and said, on the last page."""
    aantal = len(blad.rijen)
    woorden = {"n": getal(aantal), "naam": register.namen.enkelvoud if aantal == 1 else register.namen.meer}
    if not (blad.vorige or blad.volgende):
        return f"{woorden['n']} {woorden['naam']}"
    if vanaf is None:
        return _("%(n)s %(naam)s op deze pagina") % woorden
    tot = vanaf + aantal - 1
    woorden |= {"van": getal(vanaf), "tot": getal(tot), "naam": register.namen.meer}
    if blad.volgende:
        return _("%(van)s tot en met %(tot)s van meer dan %(tot)s %(naam)s") % woorden
    return _("%(van)s tot en met %(tot)s van %(tot)s %(naam)s") % woorden


def _bladgrens(tekst: str | None) -> Bladgrens | None:
    """A paging key from the address; 404 for one that this application never wrote."""
    if not tekst:
        return None
    grens = Bladgrens.lees(tekst)
    if grens is None:
        raise Http404
    return grens
