"""How allauth behaves here: nobody signs up, and a password is the only thing it writes."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gebruikers import begrenzing
from gebruikers.beheer.uitnodigen import SOORT_KOP, meld_wijziging
from gebruikers.models import Gebruiker
from gebruikers.toegang import bewezen

from .apparaten import omschrijf, onthoud_apparaat
from .herbevestigen import aangemeld, is_eigen_pad
from .sessies import APPARAAT


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come from an invitation by a beheerder; the web role writes named columns only."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account is niet actief."),
        "email_password_mismatch": _("Het e-mailadres of het wachtwoord klopt niet."),
        "invalid_login": _("Het e-mailadres of het wachtwoord klopt niet."),
        "too_many_login_attempts": _("Te veel pogingen. Wacht 5 minuten en probeer het dan opnieuw."),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
        "rate_limited": _("Te veel pogingen. Wacht 5 minuten en probeer het dan opnieuw."),
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: these are pages. Else a post that calls itself JSON gets the fields of the form as JSON."""
        return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a beheerder invites."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """A path of this site, as everywhere; allauth's fails at what is no address, and takes whole ones."""
        return bool(url) and is_eigen_pad(str(url))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try as `begrenzing` says. Who is signed in is counted by the page that asks again."""
        if request.user.is_authenticated:
            return
        self._login_failed_rl_usage = begrenzing.tel_wachtwoord(request, str(credentials.get("email", "")))
        if not self._login_failed_rl_usage:
            begrenzing.meld_te_veel(request)
            raise self.validation_error("too_many_login_attempts")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every sign-in ends here, after its last step."""
        super().login(request, user)
        aangemeld(request, op=timezone.now())

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponseBase:
        """Signed in, all steps done: remember the device, and say in the session what it is."""
        antwoord = cast(HttpResponseBase, super().post_login(request, user, **kwargs))
        request.session[APPARAAT] = omschrijf(request.headers.get("User-Agent", ""))
        onthoud_apparaat(request, antwoord, user)
        return antwoord

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our own rule guards those pages (`vereist_herbevestiging`); allauth's would keep what a form held."""
        return False

    def send_notification_mail(self, template_prefix: str, user: Any, **kwargs: Any) -> None:
        """Tell the owner that something changed in how they sign in."""
        meld_wijziging(cast(Gebruiker, user), wat=template_prefix.rpartition("/")[2])

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Any:
        """As allauth's, with what the mail is for."""
        koppen = {**(headers or {}), SOORT_KOP: template_prefix.rpartition("/")[2]}
        return super().render_mail(template_prefix, email, context, koppen)

    def set_password(self, user: Any, password: str) -> None:
        """Save the hash alone; also after a mailed key, when the request itself has no user."""
        user.set_password(password)
        with bewezen(cast(Gebruiker, user)):
            user.save(update_fields=["password"])

    def format_email_subject(self, subject: str) -> str:
        """Without a site name in front."""
        return str(subject)
