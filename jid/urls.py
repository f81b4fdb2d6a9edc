"""Which address answers what."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("aanmelden/", include("allauth.account.urls")),
]
