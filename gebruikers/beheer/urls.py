"""Addresses of the beheerder: `beheer/`."""

from __future__ import annotations

from django.urls import path

from . import team_views, views

app_name = "beheer"
urlpatterns = [
    path("gebruikers/", views.GebruikersLijst.as_view(), name="gebruikers"),
    path("gebruikers/nieuw/", views.nieuw, name="gebruiker_nieuw"),
    path("gebruikers/<int:pk>/", views.detail, name="gebruiker"),
    path("gebruikers/<int:pk>/wijzigen/", views.wijzigen, name="gebruiker_wijzigen"),
    path("gebruikers/<int:pk>/rollen/", views.rollen, name="gebruiker_rollen"),
    path("gebruikers/<int:pk>/wachtwoordmail/", views.wachtwoordmail, name="gebruiker_wachtwoordmail"),
    path("gebruikers/<int:pk>/tweede-stap/", views.tweede_stap_wissen, name="gebruiker_tweede_stap"),
    path(
        "gebruikers/<int:pk>/organisatie-losmaken/", views.organisatie_losmaken, name="gebruiker_organisatie"
    ),
    path("gebruikers/<int:pk>/uitloggen/", views.overal_uitloggen, name="gebruiker_uitloggen"),
    path("gebruikers/<int:pk>/deactiveren/", views.deactiveren, name="gebruiker_deactiveren"),
    path("gebruikers/<int:pk>/activeren/", views.activeren, name="gebruiker_activeren"),
    path("teams/", team_views.lijst, name="teams"),
    path("teams/nieuw/", team_views.nieuw, name="team_nieuw"),
    path("teams/<int:pk>/", team_views.detail, name="team"),
    path("teams/<int:pk>/wijzigen/", team_views.wijzigen, name="team_wijzigen"),
    path("teams/<int:pk>/leden/<int:gebruiker_pk>/leider/", team_views.zet_teamleider, name="team_leider"),
    path("teams/<int:pk>/leden/<int:gebruiker_pk>/eraf/", team_views.lid_af, name="team_lid_af"),
]
