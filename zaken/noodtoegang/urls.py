"""Addresses of noodtoegang: `noodtoegang/`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "noodtoegang"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/zaak/", views.zaak, name="zaak"),
    path("<uuid:pk>/beeindigen/", views.beeindigen, name="beeindigen"),
]
