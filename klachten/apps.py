from django.apps import AppConfig


class KlachtenConfig(AppConfig):
    name = "klachten"

    def ready(self) -> None:
        from . import register  # noqa: F401  # importing it makes the register known
