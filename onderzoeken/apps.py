from django.apps import AppConfig


class OnderzoekenConfig(AppConfig):
    name = "onderzoeken"

    def ready(self) -> None:
        from . import register  # noqa: F401  # importing it makes the register known
