"""Everything under `beheer/`: the landing page, and the accounts and teams of `gebruikers`."""

from __future__ import annotations

from django.urls import path

from gebruikers.beheer import urls as gebruikers
from jid import beheer

app_name = gebruikers.app_name
urlpatterns = [path("", beheer.start, name="start"), *gebruikers.urlpatterns]
