"""Addresses of "Wat is dit?" and of what became no zaak; 404 for who does not see it."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "signalen"

urlpatterns = [
    path("wat-is-dit/", views.wat_is_dit, name="nieuw"),
    path("signalen/", views.lijst, name="lijst"),
    path("signalen/afdrukken/", views.afdrukken, name="afdrukken"),
    path("signalen/<uuid:pk>/", views.detail, name="detail"),
]
