from django.apps import AppConfig


class SchermenConfig(AppConfig):
    """The screen kit that every app may use: form fields and renderer, icons, charts, template tags."""

    name = "schermen"
