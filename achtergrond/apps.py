from django.apps import AppConfig


class AchtergrondConfig(AppConfig):
    name = "achtergrond"
