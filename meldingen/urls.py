"""Addresses of the register of meldingen; every one with a zaak in it answers 404 to who does not see it."""

from __future__ import annotations

from django.urls import path

from zaken.schermen.routes import routes

from .register import REGISTER
from .views import detail, inhoud, status, toegang

app_name = "meldingen"

urlpatterns = [
    *routes(REGISTER),
    path("<uuid:pk>/", detail.detail, name="detail"),
    path("<uuid:pk>/wijzigen/<slug:onderdeel>/", inhoud.wijzig, name="wijzig"),
    path("<uuid:pk>/notitie/", inhoud.notitie, name="notitie"),
    path("<uuid:pk>/persoon/", inhoud.persoon_nieuw, name="persoon_nieuw"),
    path("<uuid:pk>/persoon/<uuid:persoon>/", inhoud.persoon_wijzig, name="persoon_wijzig"),
    path("<uuid:pk>/persoon/<uuid:persoon>/verwijderen/", inhoud.persoon_verwijder, name="persoon_verwijder"),
    path("<uuid:pk>/annuleren/", inhoud.annuleer, name="annuleer"),
    path("<uuid:pk>/status/<slug:naar>/", status.wijzig_status, name="status"),
    path("<uuid:pk>/toewijzen/", toegang.toewijzen, name="toewijzen"),
    path("<uuid:pk>/delen/", toegang.delen, name="delen"),
    path("<uuid:pk>/toegang/<uuid:toekenning>/beeindigen/", toegang.beeindig, name="toegang_beeindig"),
    path("<uuid:pk>/uitsluiten/", toegang.uitsluiten, name="uitsluiten"),
    path("<uuid:pk>/uitsluiting/<int:gebruiker>/opheffen/", toegang.hef_op, name="uitsluiting_opheffen"),
]
