from django.urls import path

from atrium.clients.views import preferences, reach_settings

_CLIENT, _CONTACT = "clients/<int:number>/", "contacts/<uuid:key>/"

urlpatterns = [
    path("languages/find/", reach_settings.languages, name="language-picker"),
    path("zones/find/", reach_settings.zones, name="zone-picker"),
    path("settings/reach/", reach_settings.settings, name="reach-settings"),
    path(f"{_CLIENT}preferences/", preferences.of_client, name="client-preferences"),
    path(f"{_CLIENT}preferences/panel/", preferences.panel, name="client-preferences-panel"),
    path(f"{_CLIENT}reach/", preferences.reach_client, name="client-reach"),
    path(f"{_CLIENT}no-contact/", preferences.forbid_client, name="client-no-contact"),
    path(
        f"{_CLIENT}no-contact/<uuid:row>/lift/",
        preferences.allow_client,
        name="client-no-contact-lift",
    ),
    path(f"{_CONTACT}preferences/", preferences.of_contact, name="contact-preferences"),
    path(f"{_CONTACT}reach/", preferences.reach_contact, name="contact-reach"),
    path(f"{_CONTACT}no-contact/", preferences.forbid_contact, name="contact-no-contact"),
    path(
        f"{_CONTACT}no-contact/<uuid:row>/lift/",
        preferences.allow_contact,
        name="contact-no-contact-lift",
    ),
]
