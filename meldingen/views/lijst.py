"""The list of meldingen and the counts of its tabs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView

from gebruikers.rollen import MELDINGROLLEN
from gebruikers.toegang import vereist_rol
from logboek import events as logboek
from meldingen import lijst, toon
from meldingen.forms.filter import Filterform
from meldingen.lijst import Bladzijde, Sleutel, Tab, Volgorde
from meldingen.models import Melding
from schermen.templatetags.jid_ui import getal, getal_tot
from zaken.toegang import mag_registreren
from zaken.zoeken import HOOGSTENS, logtermen

from .gemeen import huidige

ROLLEN = tuple(sorted(MELDINGROLLEN))


class MeldingLijst(ListView[Melding]):
    """Tabs, filter panel, chips, sorting, paging by key. A bad filter answers 422 with the field's own words."""

    template_name = "meldingen/lijst.html"
    http_method_names = ["get", "head", "options"]

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return vereist_rol(*ROLLEN)(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.gebruiker = huidige(request)
        self.tab = _keuze(Tab, request.GET.get("tab"), Tab.ALLE)
        self.volgorde = _keuze(Volgorde, request.GET.get("sorteer"), Volgorde.NIEUWSTE)
        self.form = Filterform(request.GET)
        geldig = self.form.is_valid()
        blad = self._bladzijde() if geldig else Bladzijde([], None, None)
        logboek.lijst_getoond(register="meldingen", aantal=len(blad.rijen), door=self.gebruiker)
        if geldig and self.form.cleaned_data["q"]:
            termen = logtermen(self.form.cleaned_data["q"])
            logboek.gezocht(register="meldingen", termen=termen, aantal=len(blad.rijen), door=self.gebruiker)
        return render(request, self.template_name, self._context(blad), status=200 if geldig else 422)

    def _bladzijde(self) -> Bladzijde:
        vraag = self.request.GET
        meldingen = lijst.tab_van(lijst.zichtbare_meldingen(self.gebruiker), self.tab, self.gebruiker)
        meldingen = lijst.filter_op(meldingen, self.form.cleaned_data, vandaag=localdate())
        na, voor = (_sleutel(vraag.get(naam)) for naam in ("na", "voor"))
        return lijst.bladzijde(meldingen, self.volgorde, na=na, voor=voor)

    def _context(self, blad: Bladzijde) -> dict[str, Any]:
        vraag = self.request.GET
        vandaag = localdate()
        chips = lijst.chips(self.form, vraag) if self.form.is_valid() else []
        acties = [
            {
                "url": reverse("meldingen:nieuw"),
                "label": _("Nieuwe melding"),
                "icoon": "plus",
                "hoofd": True,
                "sneltoets": "N",
            }
        ]
        return {
            "acties": acties if mag_registreren(self.gebruiker) else [],
            "tabs": tabs(self.tab),
            "tellingen_url": f"{reverse('meldingen:tellingen')}?tab={self.tab.value}",
            "form": self.form,
            "verborgen": [("tab", self.tab.value), ("sorteer", self.volgorde.value)],
            "wissen_url": f"?tab={self.tab.value}",
            "chips": chips,
            "kop": _kop(blad),
            "kolommen": self._kolommen(),
            "rijen": [
                {
                    "melding": m,
                    "toon": toon.toon(m),
                    "termijn": toon.termijnregel(m.eerste_termijn, vandaag=vandaag),
                }
                for m in blad.rijen
            ],
            "mag_toewijzen": mag_registreren(self.gebruiker),
            "vorige": lijst.adres(vraag, voor=str(blad.vorige)) if blad.vorige else "",
            "volgende": lijst.adres(vraag, na=str(blad.volgende)) if blad.volgende else "",
            "is_gefilterd": bool(chips),
            "zoekt_woorden": lijst.zoekt_op_woorden(vraag.get("q", "")),
            "zoekgrens": getal(HOOGSTENS),
            "volgorde": self.volgorde.label,
        }

    def _kolommen(self) -> list[dict[str, Any]]:
        def sorteerbaar(label: str, naam: str) -> dict[str, Any]:
            huidig = self.volgorde.value.lstrip("-") == naam
            aflopend = self.volgorde.value.startswith("-")
            begin = "-" if naam == "ontvangen" else ""
            nieuw = (naam if aflopend else f"-{naam}") if huidig else f"{begin}{naam}"
            richting = ("descending" if aflopend else "ascending") if huidig else ""
            return {"label": label, "url": lijst.adres(self.request.GET, sorteer=nieuw), "richting": richting}

        vast = [{"label": label} for label in (_("Categorie"), _("Onderdeel"), _("Status"))]
        return [
            sorteerbaar(_("Melding"), "ontvangen"),
            *vast,
            sorteerbaar(_("Termijn"), "termijn"),
            {"label": _("Behandelaar")},
        ]


@vereist_rol(*ROLLEN)
def tellingen(request: HttpRequest) -> HttpResponse:
    """The tabs with their counts, and what is late or due soon: a second request, so that the list need not wait."""
    gebruiker = huidige(request)
    huidig = _keuze(Tab, request.GET.get("tab"), Tab.ALLE)
    vandaag = localdate()
    zaken = lijst.zichtbare_zaken(gebruiker)
    aantallen: dict[Tab, int] = {
        tab: lijst.tel(lijst.tab_van(zaken, tab, gebruiker)) for tab in Tab if tab is not Tab.ALLE
    }
    mijn = lijst.tab_van(zaken, Tab.MIJN, gebruiker)
    te_laat = lijst.tel(mijn.filter(eerste_termijn__lt=vandaag))
    binnenkort = lijst.tel(
        mijn.filter(eerste_termijn__gte=vandaag, eerste_termijn__lte=vandaag + lijst.BINNENKORT)
    )
    return render(
        request,
        "meldingen/_tellingen.html",
        {"tabs": tabs(huidig, aantallen), "te_laat": te_laat, "binnenkort": binnenkort, "tab": huidig},
    )


def tabs(huidig: Tab, aantallen: dict[Tab, int] | None = None) -> list[dict[str, Any]]:
    """The tabs for the component; `aantallen` are capped counts."""
    return [
        {
            "url": f"{reverse('meldingen:lijst')}?tab={tab.value}",
            "label": tab.label,
            "aantal": getal_tot(aantallen[tab]) if aantallen and tab in aantallen else None,
            "actief": tab is huidig,
        }
        for tab in Tab
    ]


def _kop(blad: Bladzijde) -> str:
    aantal = len(blad.rijen)
    if blad.vorige or blad.volgende:
        return ngettext("%(n)s melding op deze pagina", "%(n)s meldingen op deze pagina", aantal) % {
            "n": aantal
        }
    return ngettext("%(n)s melding", "%(n)s meldingen", aantal) % {"n": aantal}


def _sleutel(tekst: str | None) -> Sleutel | None:
    """A paging key from the address; 404 for one that this application never wrote."""
    if not tekst:
        return None
    sleutel = Sleutel.lees(tekst)
    if sleutel is None:
        raise Http404
    return sleutel


def _keuze(soort: Any, waarde: str | None, anders: Any) -> Any:
    return soort(waarde) if waarde in soort.values else anders
