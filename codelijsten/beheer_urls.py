"""Everything under `beheer/`: the accounts of `gebruikers`, and the start page, which also counts codes.

The start page stands here because `gebruikers` lies below the code lists and cannot look up.
"""

from __future__ import annotations

from django.urls import path

from gebruikers import urls as gebruikers

from . import views

app_name = gebruikers.app_name
urlpatterns = [path("", views.start, name="start"), *gebruikers.urlpatterns]
