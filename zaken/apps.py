from django.apps import AppConfig


class ZakenConfig(AppConfig):
    name = "zaken"

    def ready(self) -> None:
        from inlezen.soorten import meld_aan

        from .invoer.soorten import soorten

        meld_aan(soorten)
