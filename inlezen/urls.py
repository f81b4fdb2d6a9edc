"""Addresses of files that are brought: `inlezen/`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "inlezen"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("<uuid:pk>/", views.inlezing, name="inlezing"),
    path("<uuid:pk>/kolommen/", views.kolommen, name="kolommen"),
    path("<uuid:pk>/fouten/", views.fouten, name="fouten"),
    path("<uuid:pk>/inlezen/", views.lees_in, name="lees_in"),
    path("<uuid:pk>/weggooien/", views.gooi_weg, name="gooi_weg"),
]
