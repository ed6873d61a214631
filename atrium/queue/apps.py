from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "atrium.queue"
    verbose_name = "Queue"
    default_auto_field = "django.db.models.BigAutoField"
