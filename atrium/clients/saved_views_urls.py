from django.urls import path

from atrium.clients.views import saved_views

urlpatterns = [
    path("clients/views/", saved_views.every, name="views"),
    path("clients/views/new/", saved_views.new, name="view-new"),
    path("clients/views/<int:key>/", saved_views.edit, name="view-edit"),
    path("clients/views/<int:key>/keep/", saved_views.keep, name="view-keep"),
    path("clients/views/<int:key>/copy/", saved_views.duplicate, name="view-copy"),
    path("clients/views/<int:key>/remove/", saved_views.remove, name="view-remove"),
    path("clients/views/<int:key>/restore/", saved_views.restore, name="view-restore"),
    path("clients/views/<int:key>/pin/", saved_views.pin, name="view-pin"),
    path("clients/views/<int:key>/first/", saved_views.first, name="view-first"),
]
