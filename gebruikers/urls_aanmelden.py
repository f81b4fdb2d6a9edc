"""Signing in and the own account. Only these pages of allauth exist: nobody signs up or manages addresses.

The names are allauth's own, for it reverses them.
"""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import path, re_path

from . import account_views

urlpatterns = [
    path("aanmelden/", allauth.login, name="account_login"),
    path("afmelden/", account_views.afmelden, name="account_logout"),
    path("aanmelden/niet-actief/", allauth.account_inactive, name="account_inactive"),
    path("wachtwoord/vergeten/", allauth.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/kiezen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/gekozen/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("wachtwoord/wijzigen/", allauth.password_change, name="account_change_password"),
    path("bevestig-uzelf/", account_views.herbevestigen, name="account_reauthenticate"),
    path("mijn-account/", account_views.mijn_account, name="mijn_account"),
    path("aangemeld-blijven/", account_views.sessie_verlengen, name="sessie_verlengen"),
]
