"""What providers call, outside of every session; ``place`` is the organisation."""

from django.urls import path

from atrium.conversations.views import sms_hooks

urlpatterns = [
    path("<slug:place>/<str:key>/incoming/", sms_hooks.incoming, name="sms-incoming"),
    path("<slug:place>/<str:key>/status/", sms_hooks.status, name="sms-status"),
]
