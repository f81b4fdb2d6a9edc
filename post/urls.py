"""Addresses of outgoing mail: `beheer/mail/`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "post"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("<uuid:pk>/opnieuw/", views.opnieuw, name="opnieuw"),
]
