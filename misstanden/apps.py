from django.apps import AppConfig


class MisstandenConfig(AppConfig):
    name = "misstanden"

    def ready(self) -> None:
        from . import register  # noqa: F401  # importing it makes the register known
