from django.urls import path

from atrium.clients.words_urls import paths_of
from atrium.privacy.views import consents, people, retention

urlpatterns = [
    path("privacy/clients/<int:number>/", people.of_client, name="client-privacy"),
    path("privacy/", people.privacy, name="privacy"),
    path("settings/retention/", retention.retention, name="retention"),
    path("settings/retention/<slug:sort>/", retention.rule, name="retention-rule"),
    path("settings/retention/<slug:sort>/end/", retention.end, name="retention-end"),
    path("privacy/archives/<int:number>/", people.dossier, name="privacy-dossier"),
    path("privacy/<slug:sort>/<uuid:key>/", people.person, name="privacy-person"),
    path("privacy/<slug:sort>/<uuid:key>/export/", people.export, name="privacy-export"),
    path("privacy/<slug:sort>/<uuid:key>/erase/", people.erase, name="privacy-erase"),
    path("consents/clients/<int:number>/", consents.of_client, name="client-consent"),
    path("consents/clients/<int:number>/panel/", consents.panel, name="client-consents-panel"),
    path("consents/contacts/<uuid:key>/", consents.of_contact, name="contact-consent"),
    *paths_of("consent-purposes"),
]
