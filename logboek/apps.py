from django.apps import AppConfig


class LogboekConfig(AppConfig):
    name = "logboek"

    def ready(self) -> None:
        from .ontvangers import verbind

        verbind()
