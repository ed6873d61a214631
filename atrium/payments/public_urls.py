"""Addresses outside of any organisation: the secret in each says what it opens."""

from django.urls import path

from atrium.payments.views import hooks, pay

urlpatterns = [
    path("pay/hooks/<slug:place>/<str:key>/", hooks.heard, name="pay-hook"),
    path("pay/<str:token>/", pay.pay, name="pay"),
]
