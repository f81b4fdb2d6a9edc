"""Addresses of the second person: `akkoord/`."""

from __future__ import annotations

from django.urls import path

from . import akkoord_views

app_name = "akkoord"
urlpatterns = [
    path("", akkoord_views.lijst, name="lijst"),
    path("<uuid:pk>/", akkoord_views.detail, name="detail"),
]
