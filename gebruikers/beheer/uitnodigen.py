"""The link with which somebody sets a password, and the mail that carries it.

Mail goes to the outbox (`EMAIL_BACKEND`), in the transaction of who sends it.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gebruikers.models import Gebruiker

SOORT_KOP = "X-JID-Soort"
"""Header that tells the outbox what a mail is for; it does not leave the application."""


def wachtwoordlink(gebruiker: Gebruiker, *, basisadres: str) -> str:
    """Absolute link, valid once and for `PASSWORD_RESET_TIMEOUT` seconds; `basisadres` as `https://naam`."""
    pad = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(gebruiker),
            "key": default_token_generator.make_token(gebruiker),
        },
    )
    return f"{basisadres.rstrip('/')}{pad}"


def toegangslink(gebruiker: Gebruiker, *, basisadres: str) -> str:
    """With what a new account begins: choosing a password, or the page to sign in with that of the organisation."""
    if settings.LOKALE_WACHTWOORDEN:
        return wachtwoordlink(gebruiker, basisadres=basisadres)
    return f"{basisadres.rstrip('/')}{reverse('account_login')}"


def stuur_wachtwoordmail(gebruiker: Gebruiker, *, basisadres: str) -> None:
    """Mail an invitation to who has no password yet, else a link for a new one; in their own language.

    Where everybody signs in with the account of the organisation there is no password to choose, only where to go.
    """
    if not settings.LOKALE_WACHTWOORDEN:
        link = toegangslink(gebruiker, basisadres=basisadres)
        inhoud: dict[str, object] = {"gebruiker": gebruiker, "link": link, "organisatie": settings.OIDC_NAAM}
        _stuur("uitnodiging_organisatie", gebruiker, inhoud, naar=gebruiker.email)
        return
    soort = "nieuw_wachtwoord" if gebruiker.has_usable_password() else "uitnodiging"
    inhoud = {
        "gebruiker": gebruiker,
        "link": wachtwoordlink(gebruiker, basisadres=basisadres),
        "dagen": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }
    _stuur(soort, gebruiker, inhoud, naar=gebruiker.email)


def meld_nieuwe_gegevens(gebruiker: Gebruiker, *, oud_adres: str, oude_naam: str) -> None:
    """Tell the address of before what is different now: a change nobody asked for must not stay unseen."""
    if gebruiker.email != oud_adres:
        _stuur("nieuw_adres", gebruiker, {"gebruiker": gebruiker}, naar=oud_adres)
    if gebruiker.naam != oude_naam:
        _stuur("nieuwe_naam", gebruiker, {"gebruiker": gebruiker}, naar=oud_adres)


WIJZIGINGEN = {
    "password_changed": _("Uw wachtwoord is gewijzigd."),
    "password_reset": _("U hebt een wachtwoord gekozen met een link uit een e-mail."),
    "totp_activated": _("U hebt een app voor codes ingesteld."),
    "totp_deactivated": _("De app voor codes is verwijderd."),
    "webauthn_added": _("U hebt een beveiligingssleutel toegevoegd."),
    "webauthn_removed": _("Een beveiligingssleutel is verwijderd."),
    "recovery_codes_generated": _("U hebt nieuwe herstelcodes gemaakt. De oude werken niet meer."),
    "hernoemd": _("Een beveiligingssleutel heeft een andere naam."),
    "organisatie_los": _("Uw account is losgemaakt van het account van uw organisatie."),
    "organisatie_los_door_beheer": _(
        "Een beheerder heeft uw account losgemaakt van het account van uw organisatie. U bent overal uitgelogd."
    ),
    "gewist": _("Een beheerder heeft uw tweede stap gewist. U stelt bij het aanmelden een nieuwe in."),
}
"""What changed in how somebody signs in (allauth's words, and ours) → the sentence in the mail."""


def meld_wijziging(gebruiker: Gebruiker, *, wat: str) -> None:
    """Tell somebody by mail that `wat` (a key of `WIJZIGINGEN`) changed: a change nobody asked for must be seen."""
    if wat in WIJZIGINGEN:
        _stuur(
            "aanmelden_gewijzigd",
            gebruiker,
            {"gebruiker": gebruiker, "wat": WIJZIGINGEN[wat]},
            naar=gebruiker.email,
        )


def mailmap() -> str:
    """The folder in which mail lands on an installation without a mail server, else empty."""
    return str(getattr(settings, "EMAIL_FILE_PATH", "") or "")


def _stuur(soort: str, gebruiker: Gebruiker, inhoud: dict[str, object], *, naar: str) -> None:
    with translation.override(gebruiker.taal):
        onderwerp = render_to_string(f"gebruikers/mail/{soort}_onderwerp.txt", inhoud).strip()
        tekst = render_to_string(f"gebruikers/mail/{soort}.txt", inhoud)
    EmailMessage(onderwerp, tekst, None, [naar], headers={SOORT_KOP: soort}).send()
