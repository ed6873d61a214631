"""What providers of e-mail call, outside of every session; ``place`` is the organisation."""

from django.urls import path

from atrium.conversations.views import mail_hooks

urlpatterns = [path("<slug:place>/<str:key>/", mail_hooks.told, name="mail-hook")]
