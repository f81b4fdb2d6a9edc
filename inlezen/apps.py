from django.apps import AppConfig


class InlezenConfig(AppConfig):
    name = "inlezen"

    def ready(self) -> None:
        from . import taak  # noqa: F401  # declares the import as long work
