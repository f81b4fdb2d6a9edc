from django.apps import AppConfig


class JidConfig(AppConfig):
    name = "jid"

    def ready(self) -> None:
        from jid import celery  # noqa: F401  # so that tasks find their app in every process
