from django.apps import AppConfig


class JidConfig(AppConfig):
    name = "jid"

    def ready(self) -> None:
        from jid import (  # noqa: F401
            celery,  # so that tasks find their app in every process
            controles,  # registers the system checks
        )
