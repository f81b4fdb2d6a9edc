"""WSGI entry point for gunicorn; in production it refuses to exist when a guard fails."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jid.settings")
django.setup(set_prefix=False)

from jid.controles import eis_passende_sleutels, eis_productie  # noqa: E402  # reads accounts, so after the apps are loaded
from jid.gezondheid import verwachte_migraties  # noqa: E402  # after the environment is set
from jid.verzoek import Toepassing  # noqa: E402  # after the environment is set

eis_productie()
eis_passende_sleutels()
verwachte_migraties()  # read once, before workers are forked
application = Toepassing()
