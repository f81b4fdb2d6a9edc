"""Screens of the beheerder for accounts. Not one zaak."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import ListView

from gebruikers import services, vierogen
from gebruikers.aanmelden.tweede_stap import STAPPEN, factoren_van
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Gebruiker
from gebruikers.queries import organisatieaccount_van
from gebruikers.rollen import UITLEG, Rol
from gebruikers.toegang import RolVereistMixin, Verzoek, vereist_herbevestiging, vereist_rol
from gebruikers.vierogen import Handeling
from schermen.templatetags.jid_ui import datum

from . import uitnodigen
from .forms import GebruikerForm, GebruikersFilterForm, RollenForm, UitnodigForm
from .overzicht import Beheerbeeld, botsing_in_woorden, gefilterd, staat

if TYPE_CHECKING:
    _Lijst = ListView[Gebruiker]
else:
    _Lijst = ListView  # generic for the type checker only


class GebruikersLijst(RolVereistMixin, _Lijst):
    """All accounts, by name."""

    vereiste_rollen = (Rol.BEHEERDER,)
    template_name = "gebruikers/lijst.html"
    paginate_by = 50
    page_kwarg = "pagina"

    def get_queryset(self) -> list[Gebruiker]:  # type: ignore[override]  # sorted by name, which is encrypted
        """Filtered; a filter that makes no sense filters nothing."""
        self.beeld = Beheerbeeld.lees()
        self.form = GebruikersFilterForm({"staat": "actief", **self.request.GET.dict()})
        keuze = self.form.cleaned_data if self.form.is_valid() else {}
        self.keuze = {naam: keuze.get(naam) or "" for naam in ("q", "staat", "rol")}
        return gefilterd(**self.keuze, rollen=self.beeld.rollen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows as cells of `componenten/tabel.html`."""
        inhoud = super().get_context_data(**kwargs)
        return inhoud | {
            "form": self.form,
            "aantal_actief": sum(bool(waarde) and waarde != "actief" for waarde in self.keuze.values()),
            "kolommen": [{"label": kop} for kop in self._koppen()],
            "rijen": [self._rij(gebruiker) for gebruiker in inhoud["object_list"]],
        }

    @staticmethod
    def _koppen() -> tuple[str, ...]:
        return _("Gebruiker"), _("Rollen"), _("Teams"), _("Laatst aangemeld"), _("Account")

    def _rij(self, gebruiker: Gebruiker) -> dict[str, Any]:
        naam, rollen, teams, aangemeld, account = self._koppen()
        woord, toon = staat(gebruiker)
        return {
            "cellen": [
                {
                    "kolom": naam,
                    "tekst": gebruiker.naam,
                    "sub": gebruiker.email,
                    "url": reverse("beheer:gebruiker", args=[gebruiker.pk]),
                },
                {"kolom": rollen, "tekst": ", ".join(self.beeld.rolnamen(gebruiker.pk)) or _("Geen rol")},
                {
                    "kolom": teams,
                    "tekst": ", ".join(team[1] for team in self.beeld.teams_van(gebruiker.pk)) or "–",
                },
                {"kolom": aangemeld, "tekst": datum(gebruiker.last_login) or _("Nog nooit")},
                {"kolom": account, "badge": woord, "toon": toon},
            ]
        }


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
@vereist_herbevestiging
def nieuw(request: Verzoek) -> HttpResponse:
    """Invite somebody."""
    form = UitnodigForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if vierogen.is_akkoord_nodig():
                return _vraag_akkoord(request, Handeling.NIEUW_ACCOUNT, None, form.cleaned_data)
            gebruiker = services.nodig_uit(**form.cleaned_data, door=request.user, basisadres=_basis(request))
        except BeheerGeweigerd as fout:
            fout.zet_bij(form)
        else:
            messages.success(request, _mailbericht(gebruiker.email))
            return redirect("beheer:gebruiker", gebruiker.pk)
    context = {
        "form": form,
        "akkoord_nodig": vierogen.is_akkoord_nodig(),
        "kruimels": _kruimels(_("Nieuwe gebruiker")),
    }
    return render(request, "gebruikers/nieuw.html", context, status=422 if form.errors else 200)


@require_safe
@vereist_rol(Rol.BEHEERDER)
def detail(request: Verzoek, pk: int) -> HttpResponse:
    """One account."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk)
    beeld = Beheerbeeld.lees()
    eigen = beeld.rollen.get(gebruiker.pk, frozenset())
    woord, toon = staat(gebruiker)
    inhoud = {
        "deze": gebruiker,
        "is_zelf": gebruiker.pk == request.user.pk,
        "staat": woord,
        "toon": toon,
        "lopend": vierogen.loopt_voor(gebruiker, nu=timezone.now()),
        "organisatie_sinds": organisatieaccount_van(gebruiker),
        "heeft_tweede_stap": bool(factoren_van(gebruiker) & STAPPEN),
        "rollen": [(rol.label, UITLEG[rol]) for rol in Rol if rol in eigen],
        "botsing": botsing_in_woorden(eigen) if gebruiker.is_active else [],
        "is_vertrouwenspersoon": Rol.VERTROUWENSPERSOON in eigen,
        "teams": beeld.teams_van(gebruiker.pk),
        "kruimels": _kruimels(gebruiker.naam),
    }
    return render(request, "gebruikers/detail.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
@vereist_herbevestiging
def wijzigen(request: Verzoek, pk: int) -> HttpResponse:
    """Name and address."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk)
    form = GebruikerForm(request.POST or None, initial={"naam": gebruiker.naam, "email": gebruiker.email})
    if request.method == "POST" and form.is_valid():
        try:
            wordt = form.cleaned_data | {"email": form.cleaned_data["email"].lower()}
            anders = {veld: nu for veld, nu in wordt.items() if nu != getattr(gebruiker, veld)}
            if anders and vierogen.is_akkoord_nodig():
                return _vraag_akkoord(request, Handeling.NIEUW_ADRES, gebruiker, anders)
            services.wijzig_gebruiker(gebruiker=gebruiker, **form.cleaned_data, door=request.user)
        except BeheerGeweigerd as fout:
            fout.zet_bij(form)
        else:
            messages.success(request, _("De gegevens zijn gewijzigd."))
            return redirect("beheer:gebruiker", pk)
    uitleg = ""
    if vierogen.is_akkoord_nodig():
        uitleg = _("Eerst moet een andere beheerder of een privacy officer akkoord zijn.")
    return _formulier(request, gebruiker, form, _("Gegevens wijzigen"), uitleg)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
@vereist_herbevestiging
def rollen(request: Verzoek, pk: int) -> HttpResponse:
    """Which roles somebody else has."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk)
    nu = Beheerbeeld.lees().rollen.get(gebruiker.pk, frozenset())
    form = RollenForm(request.POST if request.method == "POST" else None, initial={"rollen": sorted(nu)})
    if request.method == "POST" and form.is_valid():
        wordt = set(form.cleaned_data["rollen"])
        try:
            if not wordt <= nu and vierogen.is_akkoord_nodig():
                rollen_ = {"rollen": sorted(wordt), "had": sorted(nu)}
                return _vraag_akkoord(request, Handeling.ROLLEN, gebruiker, rollen_)
            services.zet_rollen(gebruiker=gebruiker, rollen=wordt, door=request.user)
        except BeheerGeweigerd as fout:
            fout.zet_bij(form)
        else:
            messages.success(request, _("De rollen zijn opgeslagen."))
            return redirect("beheer:gebruiker", pk)
    uitleg = _("Haalt u een rol weg? Dan eindigt meteen de toegang tot zaken die alleen bij die rol hoort.")
    return _formulier(request, gebruiker, form, _("Rollen wijzigen"), uitleg)


@require_POST
@vereist_rol(Rol.BEHEERDER)
def wachtwoordmail(request: Verzoek, pk: int) -> HttpResponse:
    """Mail a link to set a password."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk)
    try:
        services.stuur_wachtwoordmail(gebruiker=gebruiker, door=request.user, basisadres=_basis(request))
    except BeheerGeweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, _mailbericht(gebruiker.email))
    return redirect("beheer:gebruiker", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
@vereist_herbevestiging
def tweede_stap_wissen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the second factors of somebody else away."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk)
    return _ingreep(
        cast(Verzoek, request),
        gebruiker,
        services.wis_tweede_stap,
        met_akkoord=Handeling.TWEEDE_STAP,
        titel=_("Tweede stap wissen"),
        gevolgen=[
            _("Weet u zeker dat de gebruiker dit zelf vroeg? Bel terug op een nummer dat u al kende."),
            _("De app, de sleutels en de herstelcodes van de gebruiker werken niet meer."),
            _("De gebruiker is meteen overal uitgelogd en krijgt een e-mail."),
            _("Bij het volgende aanmelden is het wachtwoord genoeg om een nieuwe tweede stap in te stellen."),
        ],
        gedaan=_("De tweede stap van %(naam)s is gewist.") % {"naam": gebruiker.naam},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
@vereist_herbevestiging
def organisatie_losmaken(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then unlink the account of somebody else from that at the organisation."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk)
    return _ingreep(
        cast(Verzoek, request),
        gebruiker,
        services.maak_organisatie_los_van,
        met_akkoord=Handeling.ORGANISATIEACCOUNT,
        titel=_("Organisatieaccount losmaken"),
        gevolgen=[
            _(
                "Doe dit als het verkeerde account van de organisatie eraan vastzit, of als dat account vervangen is."
            ),
            _("De gebruiker is meteen overal uitgelogd en krijgt een e-mail."),
            _("De rollen blijven staan."),
            _("Wie zich daarna met de organisatie aanmeldt onder dit e-mailadres, wordt opnieuw gekoppeld."),
            *filter(None, [vierogen.gevolg_van_losmaken(gebruiker)]),
        ],
        gedaan=_("Het account van %(naam)s is losgemaakt.") % {"naam": gebruiker.naam},
    )


@require_POST
@vereist_rol(Rol.BEHEERDER)
def overal_uitloggen(request: Verzoek, pk: int) -> HttpResponse:
    """End all sessions of somebody else."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk)
    aantal = services.beeindig_sessies_van(gebruiker=gebruiker, door=request.user)
    tekst = ngettext(
        "%(naam)s is op 1 plek uitgelogd.", "%(naam)s is op %(aantal)d plekken uitgelogd.", aantal
    )
    messages.success(request, tekst % {"naam": gebruiker.naam, "aantal": aantal})
    return redirect("beheer:gebruiker", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def deactiveren(request: Verzoek, pk: int) -> HttpResponse:
    """Ask, then close the account."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk, is_active=True)
    return _ingreep(
        request,
        gebruiker,
        services.deactiveer,
        titel=_("Account deactiveren"),
        gevolgen=[
            _("De gebruiker is meteen uitgelogd en kan zich niet meer aanmelden."),
            _("Rollen en teams blijven staan, maar geven geen toegang."),
            _("Zaken van deze gebruiker krijgen niet vanzelf een andere behandelaar. Draag ze eerst over."),
            _("Kan niemand anders een van die zaken lezen? Dan gaat dit niet door."),
            _("Casussen gaan nooit over. Een opvolger begint een voortzetting."),
        ],
        gedaan=_("Het account van %(naam)s is gedeactiveerd.") % {"naam": gebruiker.naam},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
@vereist_herbevestiging
def activeren(request: Verzoek, pk: int) -> HttpResponse:
    """Ask, then open the account again."""
    gebruiker = get_object_or_404(Gebruiker, pk=pk, is_active=False)
    return _ingreep(
        request,
        gebruiker,
        partial(services.activeer, basisadres=_basis(request)),
        titel=_("Account activeren"),
        gevolgen=[
            _("De rollen, teams en toegang van vroeger komen niet terug. Geef daarna opnieuw wat nodig is."),
            _("De gebruiker krijgt een e-mail om een nieuw wachtwoord te kiezen."),
        ],
        gedaan=_mailbericht(gebruiker.email),
    )


class _Service(Protocol):
    """A service that changes the account of somebody else; raises `BeheerGeweigerd`."""

    def __call__(self, *, gebruiker: Gebruiker, door: Gebruiker) -> None: ...


def _ingreep(
    request: Verzoek,
    gebruiker: Gebruiker,
    service: _Service,
    *,
    titel: str,
    gevolgen: list[str],
    gedaan: str,
    met_akkoord: Handeling | None = None,
) -> HttpResponse:
    """Show what follows; when sent, call `service` and say `gedaan`, or propose `met_akkoord` where two must agree."""
    terug = reverse("beheer:gebruiker", args=[gebruiker.pk])
    if request.method == "POST":
        try:
            if met_akkoord is not None and vierogen.is_akkoord_nodig():
                return _vraag_akkoord(request, met_akkoord, gebruiker, {})
            service(gebruiker=gebruiker, door=request.user)
        except BeheerGeweigerd as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, gedaan)
        return redirect(terug)
    inhoud = {
        "titel": titel,
        "kicker": gebruiker.naam,
        "gevolgen": gevolgen,
        "knop": titel,
        "gevaar": gebruiker.is_active,
        "terug_url": terug,
        "kruimels": [(reverse("beheer:gebruikers"), _("Gebruikers")), (terug, gebruiker.naam), ("", titel)],
    }
    return render(request, "bevestigpagina.html", inhoud)


def _vraag_akkoord(
    request: Verzoek, handeling: Handeling, gebruiker: Gebruiker | None, gegevens: dict[str, Any]
) -> HttpResponse:
    """Somebody else decides; where to follow it."""
    voorstel = vierogen.stel_voor(handeling, gebruiker=gebruiker, gegevens=gegevens, door=request.user)
    messages.success(
        request, _("Gevraagd. Het gebeurt zodra een andere beheerder of een privacy officer akkoord is.")
    )
    if vierogen.mist_tweede_persoon():
        messages.warning(
            request, _("Nu kan niemand akkoord geven. Er is geen andere beheerder of privacy officer.")
        )
    return redirect("akkoord:detail", voorstel.pk)


def _basis(request: Verzoek) -> str:
    return request.build_absolute_uri("/")


def _kruimels(titel: str) -> list[tuple[str, str]]:
    return [(reverse("beheer:gebruikers"), _("Gebruikers")), ("", titel)]


def _mailbericht(email: str) -> str:
    if uitnodigen.mailmap():
        return _("De e-mail aan %(email)s staat klaar in de map voor e-mail op de server.") % {"email": email}
    return _("De e-mail aan %(email)s is verstuurd.") % {"email": email}


def _formulier(request: Verzoek, gebruiker: Gebruiker, form: Form, titel: str, uitleg: str) -> HttpResponse:
    terug = reverse("beheer:gebruiker", args=[gebruiker.pk])
    kruimels = [(reverse("beheer:gebruikers"), _("Gebruikers")), (terug, gebruiker.naam), ("", titel)]
    inhoud = {
        "form": form,
        "titel": titel,
        "kicker": gebruiker.naam,
        "uitleg": uitleg,
        "terug_url": terug,
        "kruimels": kruimels,
    }
    return render(request, "formulierpagina.html", inhoud, status=422 if form.errors else 200)
