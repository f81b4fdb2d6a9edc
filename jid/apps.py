from django.apps import AppConfig


class JidConfig(AppConfig):
    name = "jid"
