"""Addresses of long work: `taken/`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "taken"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("<uuid:pk>/", views.taak, name="taak"),
    path("<uuid:pk>/stoppen/", views.annuleren, name="annuleren"),
    path("<uuid:pk>/ophalen/", views.ophalen, name="ophalen"),
]
