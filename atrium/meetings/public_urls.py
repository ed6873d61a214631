"""Addresses outside of any organisation: a secret in each says what it opens."""

from django.urls import path

from atrium.meetings.views import feed, reply

urlpatterns = [
    path("meetings/answer/<str:key>/", reply.reply, name="meeting-reply"),
    path("meetings/feed/<str:key>/meetings.ics", feed.read, name="meeting-feed"),
]
