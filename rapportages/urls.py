"""Addresses of the year figures."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "jaarcijfers"
urlpatterns = [
    path("", views.overzicht, name="overzicht"),
    path("vandaag/", views.vandaag, name="vandaag"),
    path("casussen/", views.casussen, name="casussen"),
    path("csv/", views.csv, name="csv"),
    path("xlsx/", views.xlsx, name="xlsx"),
]
