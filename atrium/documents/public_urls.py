"""Addresses outside of any organisation: the secret in each says what it opens."""

from django.urls import path

from atrium.documents.views import shared

urlpatterns = [
    path("shared/<str:key>/", shared.shared, name="shared"),
    path("shared/<str:key>/<uuid:file>/", shared.download, name="shared-file"),
    path("shared/<str:key>/<uuid:file>/<int:which>/", shared.sheet, name="shared-sheet"),
]
