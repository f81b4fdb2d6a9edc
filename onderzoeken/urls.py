"""Addresses of the register of onderzoeken; every one with a zaak in it answers 404 to who does not see it."""

from __future__ import annotations

from zaken.schermen.routes import routes

from .register import REGISTER

app_name = "onderzoeken"

urlpatterns = routes(REGISTER)
