from django.apps import AppConfig


class MeldingenConfig(AppConfig):
    name = "meldingen"

    def ready(self) -> None:
        from . import register  # noqa: F401  # importing it makes the register known
