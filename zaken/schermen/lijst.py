"""The list of a register and the counts of its tabs."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import ListView

from gebruikers.herbevestigen import is_onlangs_bewezen, stuur_naar_herbevestigen
from gebruikers.models import Gebruiker
from gebruikers.toegang import eis_rol
from logboek import events as logboek
from schermen.templatetags.jid_ui import datum, getal, getal_tot
from zaken import personenzoeken, zoeken
from zaken.models import Zaak
from zaken.register import Register, lijst, register_van
from zaken.register.lijst import Bladgrens, Bladzijde, Tab, Termijnfilter, Volgorde
from zaken.register.toon import termijnregel, toon
from zaken.register.zoek import zoekopdracht
from zaken.services.filters import filters_van
from zaken.toegang import mag_personen_zoeken, mag_registreren, rollen_van
from zaken.zoeken import FRASE_HOOGSTENS, Zoekopdracht, logtermen
from zaken.zoekvraag import Deel

from .bewaardefilters import balk, criteria_uit, standaardadres
from .filter import Filterform, adres, chips
from .stapel import stapelkeuze

if TYPE_CHECKING:
    _Lijst = ListView[Zaak]
else:
    _Lijst = ListView  # generic for the type checker only


PLAATS = re.compile(r"[1-9][0-9]{0,8}")
"""A place in a list, in an address."""


class _Termijn(TypedDict):
    wanneer: str
    """The first term in words, empty without one."""
    staat: str
    """late, soon or empty."""
    dag: str
    datum: str


class Rij(_Termijn):
    """One zaak of the list, ready to be drawn: a template reads a dictionary twice as fast as an object."""

    zaak: Any
    nummer: str
    onderwerp: str
    gemerkt: list[Deel]
    """The onderwerp with the words marked that were searched for; empty without a search."""
    fragment: list[Deel]
    """Where else in the zaak they stand."""
    url: str
    cellen: list[tuple[str, object]]
    """Columns of the register's own: the head, which stands before it on a narrow screen, and the text."""
    onderdeel: str
    afkorting: str
    status: str
    toon: str
    behandelaar: str
    toewijzen_url: str


class Zaaklijst(_Lijst):
    """Tabs, filter panel, chips, sorting, paging by key. A bad filter answers 422 with the field's own words."""

    template_name = "zaken/register/lijst.html"
    context_object_name = "rijen"
    http_method_names = ["get", "head", "options"]
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
        self.tab = _keuze(Tab, request.GET.get("tab"), Tab.ALLE)
        self.volgorde = _keuze(Volgorde, request.GET.get("sorteer"), Volgorde.NIEUWSTE)
        self.form = Filterform(register, request.GET, met_persoon=mag_personen_zoeken(self.gebruiker))
        self.filters = filters_van(self.gebruiker, register.soort)
        if elders := self.eerst_ergens_anders_heen():
            return elders
        return super().dispatch(request, *args, **kwargs)

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
        return rijen(
            self.register,
            self.blad.rijen,
            lezer=self.gebruiker,
            vandaag=self.vandaag,
            achter="?treffer=1" if gezocht else "",
            zoek=self.zoek,
        )

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
        vraag, register, blad = self.request.GET, self.register, self.blad
        geldig = self.form.is_valid()
        actief = chips(self.form, vraag) if geldig else []
        return super().get_context_data(
            namen=register.namen,
            titel=register.namen.meervoud,
            leeg=register.lijst.leeg,
            acties=nieuw_knoppen([register], self.gebruiker),
            **_tellingen(register, self.tab),
            form=self.form,
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
            return {"label": label, "url": adres(self.request.GET, sorteer=nieuw), "richting": richting}

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
    hoogstens = lijst.OP_PAPIER

    def eerst_ergens_anders_heen(self) -> HttpResponse | None:
        """To the list, which says why, when a filter cannot be; to the proof of who is there when that was long ago."""
        if not self.form.is_valid():
            return redirect(self._lijstadres)
        return None if is_onlangs_bewezen(self.request) else stuur_naar_herbevestigen(self.request)

    def log_lijst(self, naam: str, aantal: int) -> None:
        zaken = [zaak.pk for zaak in self.blad.rijen]
        logboek.lijst_afgedrukt(register=naam, zaken=zaken, door=self.gebruiker)

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
        return f"{self.register.url('lijst')}{adres(self.request.GET, tab=self.tab.value)}"


def tellingen(request: HttpRequest, *, register: Register) -> HttpResponse:
    """The tabs with their counts, and what is late or due soon: a second request, so that the list need not wait."""
    eis_rol(request.user, *rollen_van(register.soort))
    gebruiker = cast(Gebruiker, request.user)
    huidig = _keuze(Tab, request.GET.get("tab"), Tab.ALLE)
    zaken = lijst.zichtbare_zaken(register, gebruiker)
    per_tab = {tab.value: lijst.tab_van(register, zaken, tab, gebruiker) for tab in (Tab.MIJN, Tab.TEAM)}
    mijn = per_tab[Tab.MIJN.value]
    per_termijn = {
        keuze.value: lijst.op_termijn(mijn, keuze, vandaag=localdate()) for keuze in Termijnfilter if keuze
    }
    aantallen = {
        naam: lijst.tel(deel, tot=lijst.TELLEN_TOT) for naam, deel in (per_tab | per_termijn).items()
    }
    vrij = lijst.niet_toegewezen(register, gebruiker)
    aantallen[Tab.NIET_TOEGEWEZEN.value] = lijst.tel(vrij, tot=lijst.VRIJ_TELLEN_TOT)
    return render(request, "zaken/register/_tellingen.html", _tellingen(register, huidig, aantallen))


def rijen(
    register: Register,
    zaken: list[Any],
    *,
    lezer: Gebruiker,
    vandaag: date,
    achter: str = "",
    zoek: Zoekopdracht | None = None,
) -> list[Rij]:
    """What the table shows of these zaken, fetched with `lijst.bladzijde`.

    `achter`: the end of each address; `zoek`: marks the words that were searched for.
    """
    fragmenten = zoeken.fragmenten(zoek.vraag, zaken) if zoek else {}
    pks = [zaak.pk for zaak in zaken]
    kan_toewijzen = mag_registreren(lezer, register.soort)
    koppen = [(str(kolom.kop), kolom.tekst) for kolom in register.lijst.kolommen]
    leeg = _("Niet ingevuld")
    statussen = {waarde: str(label) for waarde, label in register.status.choices}
    toewijzen = register.urls("toewijzen", pks) if kan_toewijzen else [""] * len(pks)

    def is_open(zaak: Any) -> bool:
        return zaak.status in register.werk.open and not zaak.is_geannuleerd

    return [
        Rij(
            zaak=zaak,
            nummer=zaak.zaaknummer,
            onderwerp=zaak.onderwerp,
            gemerkt=zoek.vraag.merk(zaak.onderwerp) if zoek else [],
            fragment=fragmenten.get(zaak.pk, []),
            url=f"{url}{achter}",
            cellen=[(kop, tekst(zaak) or leeg) for kop, tekst in koppen],
            onderdeel=zaak.defensieonderdeel.opschrift if zaak.defensieonderdeel else "",
            afkorting=zaak.defensieonderdeel.afkorting if zaak.defensieonderdeel else "",
            status=_("Geannuleerd") if zaak.is_geannuleerd else statussen[zaak.status],
            toon=toon(register, zaak),
            **_termijn(zaak.eerste_termijn, vandaag=vandaag),
            behandelaar=zaak.behandelaar.naam if zaak.behandelaar else "",
            toewijzen_url=toewijzen_url if is_open(zaak) else "",
        )
        for zaak, url, toewijzen_url in zip(zaken, register.urls("detail", pks), toewijzen, strict=True)
    ]


def _termijn(dag: date | None, *, vandaag: date) -> _Termijn:
    regel = termijnregel(dag, vandaag=vandaag)
    if regel is None:
        return {"wanneer": "", "staat": "", "dag": "", "datum": ""}
    return {
        "wanneer": regel.wanneer,
        "staat": regel.staat,
        "dag": regel.datum.isoformat(),
        "datum": datum(regel.datum),
    }


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


_STAND = (
    (Termijnfilter.TE_LAAT, "late", "alert-circle"),
    (Termijnfilter.BINNENKORT, "soon", "clock"),
)


def _tellingen(register: Register, huidig: Tab, aantallen: dict[str, int] | None = None) -> dict[str, Any]:
    """What `_tellingen.html` shows. Without `aantallen` everything has its place and its link, but no number yet."""
    basis = register.url("lijst")

    def aantal(naam: str) -> str | None:
        tot = lijst.VRIJ_TELLEN_TOT if naam == Tab.NIET_TOEGEWEZEN else lijst.TELLEN_TOT
        return getal_tot(aantallen[naam], tot) if aantallen and naam in aantallen else None

    tabs = [
        {
            "url": f"{basis}?tab={tab.value}",
            "label": tab.label % {"meervoud": register.namen.meer},
            "aantal": aantal(tab.value),
            "telt_nog": aantallen is None and tab is not Tab.ALLE,
            "actief": tab is huidig,
        }
        for tab in Tab
    ]
    stand = [
        {
            "url": f"{basis}?tab={Tab.MIJN.value}&termijn={keuze.value}&sorteer={Volgorde.TERMIJN.value}",
            "label": keuze.label,
            "aantal": aantal(keuze.value),
            "staat": staat if aantallen and aantallen[keuze.value] else "",
            "icoon": icoon,
        }
        for keuze, staat, icoon in _STAND
    ]
    return {
        "tabs": tabs,
        "stand": stand,
        "van_u": _("Uw %(meervoud)s:") % {"meervoud": register.namen.meer},
        "tellingen_url": f"{register.url('tellingen')}?tab={huidig.value}",
    }


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


def _keuze(soort: Any, waarde: str | None, anders: Any) -> Any:
    return soort(waarde) if waarde in soort.values else anders
