"""Addresses outside of any organisation: the token in each says what it opens."""

from django.urls import path

from atrium.projects.views import public

urlpatterns = [
    path("deliverables/<str:key>/", public.sent, name="sent"),
    path("deliverables/<str:key>/file/", public.download, name="sent-file"),
    path("deliverables/<str:key>/sheets/<int:which>/", public.sheet, name="sent-sheet"),
]
