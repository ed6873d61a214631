from django.urls import path

from atrium.sso.views import settings

urlpatterns = [
    path("settings/sso/", settings.overview, name="sso-settings"),
    path("settings/sso/add/", settings.add, name="sso-provider-add"),
    path("settings/sso/<uuid:key>/", settings.edit, name="sso-provider"),
    path("settings/sso/<uuid:key>/switch/", settings.switch, name="sso-provider-switch"),
    path("settings/sso/<uuid:key>/remove/", settings.remove, name="sso-provider-remove"),
    path("settings/sso/domains/", settings.add_domain, name="sso-domain-add"),
    path("settings/sso/domains/<uuid:key>/prove/", settings.prove, name="sso-domain-prove"),
    path(
        "settings/sso/domains/<uuid:key>/remove/", settings.remove_domain, name="sso-domain-remove"
    ),
]
