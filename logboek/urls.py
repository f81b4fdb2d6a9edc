"""Addresses of the log: `logboek/`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "logboek"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("uitvoer/", views.uitvoeren, name="uitvoer"),
]
