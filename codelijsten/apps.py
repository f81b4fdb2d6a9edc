from django.apps import AppConfig


class CodelijstenConfig(AppConfig):
    name = "codelijsten"
