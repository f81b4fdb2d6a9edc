"""Addresses of the own messages: `berichten/`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "berichten"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("gelezen/", views.alles_gelezen, name="alles_gelezen"),
    path("instellingen/", views.instellingen, name="instellingen"),
    path("<uuid:pk>/", views.openen, name="openen"),
]
