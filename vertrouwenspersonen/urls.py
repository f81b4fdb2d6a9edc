"""Addresses of the casussen, under `/casussen/`."""

from __future__ import annotations

from django.urls import path

from . import views
from .invoer import views as invoer

app_name = "casussen"
urlpatterns = [
    path("", views.CasusLijst.as_view(), name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("voortzetting/", views.voortzetting, name="voortzetting"),
    path("inlezen/", invoer.inlezen, name="inlezen"),
    path("inlezen/bevestigen/", invoer.bevestig, name="inlezen_bevestig"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/opgeslagen/", views.opgeslagen, name="opgeslagen"),
    path("<uuid:pk>/wijzig/", views.wijzig, name="wijzig"),
    path("<uuid:pk>/sluit/", views.sluit, name="sluit"),
    path("<uuid:pk>/heropen/", views.heropen, name="heropen"),
    path("<uuid:pk>/verwijder/", views.verwijder, name="verwijder"),
]
