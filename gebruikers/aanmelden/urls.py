"""Signing in and the own account. Only these pages of allauth exist: nobody signs up or manages addresses.

The names are allauth's own, for it reverses them.
"""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import path, re_path

from gebruikers.toegang import vereist_herbevestiging

from . import account_views, oidc_views, sleutel_views, stap_views

met_wachtwoorden = account_views.alleen_met_lokale_wachtwoorden

urlpatterns = [
    path("aanmelden/", account_views.aanmelden, name="account_login"),
    path("taal/", account_views.taal, name="taal"),
    path("aanmelden/organisatie/", oidc_views.begin, name="oidc_begin"),
    path("aanmelden/organisatie/terug/", oidc_views.terug, name="oidc_terug"),
    path("afmelden/", account_views.afmelden, name="account_logout"),
    path("aanmelden/niet-actief/", allauth.account_inactive, name="account_inactive"),
    path("wachtwoord/vergeten/", met_wachtwoorden(allauth.password_reset), name="account_reset_password"),
    path(
        "wachtwoord/vergeten/verstuurd/",
        met_wachtwoorden(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^wachtwoord/kiezen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        met_wachtwoorden(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/gekozen/",
        met_wachtwoorden(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "wachtwoord/wijzigen/",
        met_wachtwoorden(vereist_herbevestiging(account_views.wachtwoord_wijzigen)),
        name="account_change_password",
    ),
    path("aanmelden/tweede-stap/", stap_views.tweede_stap, name="mfa_authenticate"),
    path("mijn-account/aanmelden/", stap_views.overzicht, name="mfa_index"),
    path("mijn-account/aanmelden/app/", stap_views.app_aan, name="mfa_activate_totp"),
    path("mijn-account/aanmelden/app/verwijderen/", stap_views.app_uit, name="mfa_deactivate_totp"),
    path("aanmelden/passkey/", sleutel_views.passkey_aanmelden, name="mfa_login_webauthn"),
    path("mijn-account/aanmelden/sleutel/", sleutel_views.sleutel_nieuw, name="mfa_add_webauthn"),
    path("mijn-account/aanmelden/passkey/", sleutel_views.passkey_nieuw, name="passkey_nieuw"),
    path(
        "mijn-account/aanmelden/sleutel/<int:pk>/naam/", sleutel_views.sleutel_naam, name="mfa_edit_webauthn"
    ),
    path(
        "mijn-account/aanmelden/sleutel/<int:pk>/verwijderen/",
        sleutel_views.sleutel_weg,
        name="mfa_remove_webauthn",
    ),
    path(
        "mijn-account/aanmelden/organisatie/losmaken/",
        oidc_views.losmaken,
        name="organisatie_losmaken",
    ),
    path("mijn-account/aanmelden/herstelcodes/", stap_views.herstelcodes, name="mfa_view_recovery_codes"),
    path(
        "mijn-account/aanmelden/herstelcodes/nieuw/",
        stap_views.herstelcodes_nieuw,
        name="mfa_generate_recovery_codes",
    ),
    path("mijn-account/sessies/beeindigen/", stap_views.beeindig_sessie, name="sessie_beeindigen"),
    path("mijn-account/sessies/beeindig-andere/", stap_views.beeindig_andere, name="sessies_beeindigen"),
    path("bevestig-uzelf/", stap_views.herbevestigen, name="account_reauthenticate"),
    path("mijn-account/weergave/", account_views.weergave, name="weergave"),
    path("mijn-account/", account_views.mijn_account, name="mijn_account"),
    path("aangemeld-blijven/", account_views.sessie_verlengen, name="sessie_verlengen"),
]
