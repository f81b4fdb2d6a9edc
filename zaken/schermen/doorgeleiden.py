"""To another register: which one, and what goes along. Shown and chosen before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from codelijsten.velden import keuzelijsten, kies_codes, lijsten_van
from gebruikers.queries import Toewijsbaar, toewijsbaren_buiten_coid
from gebruikers.toegang import vereist_herbevestiging
from schermen.formulieren import Uitgelegd, noem_de_vraag
from zaken.herkennen import Herkend
from zaken.models import Persoon, Uitsluiting, Zaak
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde, vereist_recht
from zaken.register import Register, register_van
from zaken.register.doorgeleiding import (
    TEKSTEN,
    Doorgeleidopgave,
    Overdracht,
    nieuwe_rol,
    vraagt_akkoord,
    zonder_akkoord,
)
from zaken.services import doorgeleiden as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import toegangslijst
from zaken.toegang import BELEID, eis

from .actie import CONFLICT, get_of_post, verstuurd, vraag
from .gemeen import haal_zaak, lijstadres
from .herkennen import IEMAND_ANDERS, herkenveld
from .onderdelen import voeg_fouten_toe
from .toegangsforms import Gebruikerkeuze
from .velden import tekst

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek

EIGEN = "eigen_"


class Doorgeleidform(forms.Form):
    """What goes along to one register. `vanuit` is the status that the user saw."""

    vanuit = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        register: Register,
        zaak: Zaak,
        naar: Register,
        personen: list[Persoon],
        herkend: Sequence[Herkend] = (),
        buiten_coid: Sequence[Toewijsbaar] = (),
    ) -> None:
        super().__init__(data, initial={"vanuit": register.status_van(zaak).value})
        self._register, self._zaak, self._naar = register, zaak, naar
        self.is_geheim = bool(register.doorgeleiding and register.doorgeleiding.is_geheim)
        self.fields["onderwerp"] = tekst(
            Zaak,
            "onderwerp",
            label=_("Waar gaat het over, in één regel?"),
            help_text=_("Zo heet de nieuwe zaak. Gebruik geen namen."),
            initial="" if self.is_geheim else zaak.onderwerp,
        )
        self.fields |= self._van_het_andere_register()
        self._vraag_wat_meegaat(personen)
        self._indieners = {str(een.pk) for een in personen if een.rol == register.indiener}
        self._herkend = herkend
        self.fields |= {f"account_{een.gebruiker_id}": herkenveld(een) for een in herkend}
        if zaak.verzegeld:
            self._vraag_behandelaar(buiten_coid)
        self.fields["reden"] = forms.CharField(
            label=_("Waarom hoort het daar?"),
            help_text=_("Wie de nieuwe zaak behandelt, leest dit ook."),
            max_length=1_000,
            widget=forms.Textarea({"rows": 3}),
        )
        if self._vraagt_akkoord():
            self.fields["akkoord"] = forms.BooleanField(label=self._akkoord(), required=False)
        noem_de_vraag(self)

    def clean(self) -> dict[str, Any]:
        """The tick is asked together with the rest; the service asks it again."""
        gegevens = super().clean() or self.cleaned_data
        moet = vraagt_akkoord(
            self._register,
            self._zaak,
            self._naar.soort,
            teksten=gegevens.get("teksten", ()),
            met_indiener=not self._indieners.isdisjoint(gegevens.get("personen", ())),
        )
        if moet and "akkoord" in self.fields and not gegevens.get("akkoord"):
            self.add_error("akkoord", zonder_akkoord(self._naar.soort))
        return gegevens

    def _van_het_andere_register(self) -> dict[str, forms.Field]:
        opgave = self._naar.doorgeleiding
        velden = opgave.vraagt() if opgave else {}
        kies_codes(
            velden.values(),
            keuzelijsten(sorted(lijsten_van(velden.values())), op=self._zaak.ontvangen_defensie),
        )
        return {f"{EIGEN}{naam}": veld for naam, veld in velden.items()}

    def _vraag_wat_meegaat(self, personen: list[Persoon]) -> None:
        """Texts and persons with what they say, ticked unless the melder is secret."""
        teksten = [
            (veld, Uitgelegd(_naam(self._zaak, veld), uitleg=Truncator(getattr(self._zaak, veld)).chars(200)))
            for veld in TEKSTEN
            if getattr(self._zaak, veld)
        ]
        mensen = [(str(persoon.pk), self._persoon(persoon)) for persoon in personen if self._rol(persoon)]
        self._keuze("teksten", _("Welke teksten gaan mee?"), teksten)
        self._keuze(
            "personen",
            _("Welke personen gaan mee?"),
            mensen,
            zonder={str(p.pk) for p in personen if p.rol == self._register.indiener}
            if self._zaak.anonimiteit != Zaak.Anonimiteit.NEE
            else set(),
        )

    def _vraag_behandelaar(self, buiten_coid: Sequence[Toewijsbaar]) -> None:
        """Of a sealed zaak: no desk gets the new one, but somebody outside COID."""
        veld = Gebruikerkeuze(
            label=_("Wie buiten COID gaat de nieuwe zaak behandelen?"),
            error_messages={"required": _("Kies wie de nieuwe zaak gaat behandelen.")},
        )
        veld.kies_uit(buiten_coid)
        self.fields["behandelaar"] = veld

    def _keuze(
        self, naam: str, label: str, keuzes: list[tuple[str, Uitgelegd]], *, zonder: set[str] | None = None
    ) -> None:
        if not keuzes:
            return
        aan = [] if self.is_geheim else [waarde for waarde, _label in keuzes if waarde not in (zonder or ())]
        self.fields[naam] = forms.MultipleChoiceField(
            label=label, choices=keuzes, required=False, initial=aan, widget=forms.CheckboxSelectMultiple
        )

    def _rol(self, persoon: Persoon) -> Persoon.Rol | None:
        return nieuwe_rol(self._register, self._naar, persoon.rol)

    def _persoon(self, persoon: Persoon) -> Uitgelegd:
        rol = self._rol(persoon)
        naam = f"{persoon}: {persoon.naam}" if persoon.naam else str(persoon)
        wordt = _("Wordt in de nieuwe zaak: %(rol)s.") % {"rol": rol.label if rol else ""}
        return Uitgelegd(naam, uitleg=wordt)

    def _vraagt_akkoord(self) -> bool:
        """Whether something that can be chosen here asks for it."""
        return vraagt_akkoord(
            self._register, self._zaak, self._naar.soort, teksten=TEKSTEN, met_indiener=True
        )

    def _akkoord(self) -> str:
        indiener = str(self._register.indiener.label).lower() if self._register.indiener else _("melder")
        if self._naar.soort == Zaak.Soort.KLACHT:
            tekst = _(
                "De %(indiener)s wil een klacht, en weet dat de aangeklaagde een kopie krijgt van de klacht en "
                "de bijlagen"
            )
        elif self.is_geheim:
            tekst = _("Wat meegaat, zegt niet wie de %(indiener)s is. Of: de %(indiener)s geeft toestemming")
        else:
            tekst = _("De %(indiener)s weet dat meer mensen de naam zien, en geeft toestemming")
        return tekst % {"indiener": indiener}

    @property
    def heeft_herkenden(self) -> bool:
        """Whether an account matches somebody in the zaak."""
        return bool(self._herkend)

    @property
    def overdracht(self) -> Overdracht:
        """Of a valid form."""
        gegevens = self.cleaned_data
        return Overdracht(
            naar=self._naar.soort,
            onderwerp=gegevens["onderwerp"],
            reden=gegevens["reden"],
            teksten=frozenset(gegevens.get("teksten", ())),
            personen=frozenset(UUID(pk) for pk in gegevens.get("personen", ())),
            eigen={
                naam.removeprefix(EIGEN): waarde
                for naam, waarde in gegevens.items()
                if naam.startswith(EIGEN)
            },
            akkoord=gegevens.get("akkoord", False),
            herkend=self._antwoorden(),
            behandelaar=gegevens.get("behandelaar"),
        )

    def _antwoorden(self) -> dict[int, Uitsluiting.Grond | None]:
        """Per account that matches: why it is excluded, or that it is somebody else."""
        gegeven = {
            een.gebruiker_id: self.cleaned_data[f"account_{een.gebruiker_id}"] for een in self._herkend
        }
        return {
            pk: None if waarde == IEMAND_ANDERS else Uitsluiting.Grond(waarde)
            for pk, waarde in gegeven.items()
        }


def _naam(zaak: Zaak, veld: str) -> str:
    return capfirst(str(cast(Any, zaak._meta.get_field(veld)).verbose_name))


@get_of_post
@vereist_herbevestiging
def doorgeleiden(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Choose the register (`?naar=`), then what goes along. 409 when the zaak is not where it can go from."""
    zaak = haal_zaak(request, register, pk)
    opgave = _opgave(register)
    van = register.status_van(zaak)
    eis(request.user, _recht(register, opgave), zaak)
    if (van, opgave.status) not in register.overgangen:
        return _kan_niet(request, register, zaak, opgave)
    naar = next((een for een in _mogelijk(opgave, zaak) if een == request.GET.get("naar")), None)
    if naar is None:
        return _kies(request, register, zaak, opgave)
    personen = _personen(zaak)
    buiten = _buiten_coid(zaak, register_van(naar)) if zaak.verzegeld else []
    form = Doorgeleidform(
        verstuurd(request),
        register=register,
        zaak=zaak,
        naar=register_van(naar),
        personen=personen,
        herkend=diensten.herkenden(zaak, lezer=request.user),
        buiten_coid=buiten,
    )
    if request.method == "POST" and form.is_valid():
        try:
            nieuw = diensten.geleid_door(
                register=register,
                zaak_id=zaak.pk,
                overdracht=form.overdracht,
                vandaag=localdate(),
                vanuit=form.cleaned_data["vanuit"] or None,
                door=request.user,
            )
        except OngeldigeOvergang:
            return _kan_niet(request, register, zaak, opgave)
        except OnvoldaanVoorwaarde as fout:
            form.add_error(None, _("Vul eerst in: %(wat)s.") % {"wat": ", ".join(fout.ontbreekt)})
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        except ValidationError as fout:
            voeg_fouten_toe(form, fout)
        else:
            return _klaar(request, register, zaak, nieuw)
    kan = bool(buiten) or not zaak.verzegeld
    return _vraag(request, register, zaak, register_van(naar), form, personen, kan=kan)


def _buiten_coid(zaak: Zaak, naar: Register) -> list[Toewijsbaar]:
    """Who outside COID may handle the new zaak, and is not excluded from this one."""
    lijst, rollen = toegangslijst(zaak), BELEID[naar.soort].behandelaar
    return [
        een
        for een in toewijsbaren_buiten_coid()
        if not lijst.uitgeslotene(een.gebruiker_id) and not rollen.isdisjoint(een.rollen)
    ]


def _opgave(register: Register) -> Doorgeleidopgave:
    if register.doorgeleiding is None:
        raise LookupError(register.soort)
    return register.doorgeleiding


def _recht(register: Register, opgave: Doorgeleidopgave) -> Any:
    """The right that the step asks, wherever it begins."""
    van = next(van for van, naar in register.overgangen if naar == opgave.status)
    return vereist_recht(register.overgangen, van=van, naar=opgave.status)


def _personen(zaak: Zaak) -> list[Persoon]:
    personen = list(Persoon.objects.van(zaak))
    for persoon in personen:
        persoon.zaak = zaak
    return personen


def _kies(request: Verzoek, register: Register, zaak: Zaak, opgave: Doorgeleidopgave) -> HttpResponse:
    url = register.url("doorgeleiden", zaak.pk)
    keuzes = [
        {"url": f"{url}?naar={naar}", "label": capfirst(register_van(naar).namen.enkelvoud)}
        for naar in _mogelijk(opgave, zaak)
    ]
    return vraag(
        request, register, zaak, titel=_titel(), sjabloon="doorgeleiden_kies", keuzes=keuzes,
        met_klacht=Zaak.Soort.KLACHT in opgave.naar, is_anoniem=zaak.anonimiteit == Zaak.Anonimiteit.ANONIEM,
    )  # fmt: skip


def _mogelijk(opgave: Doorgeleidopgave, zaak: Zaak) -> list[Zaak.Soort]:
    """Where this zaak can go: who is anonymous cannot complain (Awb 9:4, 9:9); the service refuses it too."""
    is_anoniem = zaak.anonimiteit == Zaak.Anonimiteit.ANONIEM
    return [soort for soort in opgave.naar if not (is_anoniem and soort == Zaak.Soort.KLACHT)]


def _vraag(
    request: Verzoek,
    register: Register,
    zaak: Zaak,
    naar: Register,
    form: Doorgeleidform,
    personen: list[Persoon],
    *,
    kan: bool,
) -> HttpResponse:
    blijft = bool(request.user.rollen & BELEID[naar.soort].registreert)
    zonder_plek = [str(een) for een in personen if nieuwe_rol(register, naar, een.rol) is None]
    return vraag(
        request,
        register,
        zaak,
        titel=_titel(),
        sjabloon="doorgeleiden",
        form=form,
        naar=naar,
        blijft=blijft,
        zonder_plek=", ".join(zonder_plek),
        kan=kan,
        knop=_("Doorgeleiden"),
    )


def _kan_niet(request: Verzoek, register: Register, zaak: Zaak, opgave: Doorgeleidopgave) -> HttpResponse:
    nu = register.status_van(register.model.objects.zichtbaar_voor(request.user).get(pk=zaak.pk))
    return vraag(
        request,
        register,
        zaak,
        titel=_("Deze stap kan niet meer"),
        sjabloon="status_kan_niet",
        status=CONFLICT,
        nu=nu.label,
        naar=register.status(opgave.status).label,
        al_gezet=nu == opgave.status,
    )


def _klaar(request: Verzoek, register: Register, zaak: Zaak, nieuw: Zaak) -> HttpResponse:
    """To the new zaak for who sees it; else back to the old one, which tells where it went."""
    tekst = _("Doorgeleid. De nieuwe zaak is %(nummer)s.") % {"nummer": nieuw.zaaknummer}
    messages.success(request, tekst)
    naar = register_van(nieuw.soort)
    if naar.model.objects.zichtbaar_voor(request.user).filter(pk=nieuw.pk).exists():
        return redirect(naar.url("detail", nieuw.pk))
    if register.model.objects.zichtbaar_voor(request.user).filter(pk=zaak.pk).exists():
        return redirect(register.url("detail", zaak.pk))
    return redirect(lijstadres(request.user, register))


def _titel() -> str:
    return _("Doorgeleiden naar een ander register")
