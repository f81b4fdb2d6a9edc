"""Addresses of the settings of terms: `beheer/termijnen/`."""

from __future__ import annotations

from django.urls import path

from . import herinneringen, views

app_name = "termijnen"
urlpatterns = [
    path("", views.overzicht, name="overzicht"),
    path("normen/<slug:code>/", views.norm, name="norm"),
    path("normen/<slug:code>/nieuw/", views.norm_nieuw, name="norm_nieuw"),
    path("normen/<slug:code>/<int:pk>/", views.norm_aanpassen, name="norm_aanpassen"),
    path("normen/<slug:code>/<int:pk>/weghalen/", views.norm_weghalen, name="norm_weghalen"),
    path("herinneringen/", herinneringen.overzicht, name="herinneringen"),
    path("herinneringen/<slug:code>/", herinneringen.wijzigen, name="herinnering"),
    path("dagen/", views.dagen, name="dagen"),
    path("dagen/nieuw/", views.dag_nieuw, name="dag_nieuw"),
    path("dagen/<int:pk>/weghalen/", views.dag_verwijderen, name="dag_verwijderen"),
]
