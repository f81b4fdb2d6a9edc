"""Addresses of the code lists: `beheer/codelijsten/`."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "codelijsten"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("<slug:lijst>/", views.detail, name="detail"),
    path("<slug:lijst>/nieuw/", views.nieuw, name="nieuw"),
    path("<slug:lijst>/<int:pk>/", views.wijzigen, name="wijzigen"),
    path("<slug:lijst>/<int:pk>/sluiten/", views.sluiten, name="sluiten"),
]
