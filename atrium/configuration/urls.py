from django.urls import path

from atrium.configuration import views

urlpatterns = [
    path("settings/configuration/", views.configuration, name="configuration"),
    path("settings/configuration/file/", views.export, name="configuration-export"),
    path("settings/configuration/undo/", views.take_back, name="configuration-undo"),
]
