from django.apps import AppConfig


class LogboekConfig(AppConfig):
    name = "logboek"

    def ready(self) -> None:
        from . import achtergrond_uitvoer  # noqa: F401  # declares the export as long work
        from .ontvangers import verbind

        verbind()
