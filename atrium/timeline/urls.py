from django.urls import path

from atrium.timeline import views

urlpatterns = [
    path("settings/log/", views.log, name="settings-log"),
    path("settings/log/file/", views.log_file, name="settings-log-file"),
]
