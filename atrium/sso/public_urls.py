"""Addresses that everybody may ask for, and a person's own."""

from django.urls import path

from atrium.sso.views import linking, saml, signing_in

urlpatterns = [
    path("sso/", signing_in.find, name="sso"),
    path("sso/<slug:place>/", signing_in.place, name="sso-place"),
    path("sso/<slug:place>/<uuid:key>/", signing_in.begin, name="sso-begin"),
    path("sso/<slug:place>/<uuid:key>/back/", signing_in.back, name="sso-back"),
    path("sso/<slug:place>/<uuid:key>/acs/", saml.brought, name="sso-acs"),
    path("sso/<slug:place>/<uuid:key>/metadata/", saml.metadata, name="sso-metadata"),
    path("accounts/sign-ins/", linking.sign_ins, name="sign-ins"),
    path("accounts/sign-ins/link/", linking.link, name="sign-in-link"),
    path(
        "accounts/sign-ins/<slug:place>/<uuid:key>/unlink/", linking.unlink, name="sign-in-unlink"
    ),
]
