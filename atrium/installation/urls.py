from django.urls import path

from atrium.installation.views import backups, health

urlpatterns = [
    path("", health.health, name="installation"),
    path("examination/", health.examination, name="installation-examination"),
    path("backups/", backups.backups, name="installation-backups"),
    path("backups/make/", backups.make, name="installation-backup-make"),
    path("backups/encrypt/", backups.encrypt, name="installation-encrypt"),
    path("backups/key/", backups.key, name="installation-key"),
    path("backups/<int:pk>/check/", backups.check, name="installation-backup-check"),
]
