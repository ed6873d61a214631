from django.urls import path

from atrium.clients.views import history, people, person, person_points, roster

urlpatterns = [
    path("contacts/", people.people, name="contacts"),
    path("contacts/new/", people.new, name="contact-new"),
    path("contacts/<uuid:key>/", person.page, name="contact"),
    path("contacts/<uuid:key>/details/<slug:name>/", person.detail, name="contact-detail"),
    path("contacts/<uuid:key>/archive/", person.archive, name="contact-archive"),
    path("contacts/<uuid:key>/linking/", person.linking, name="contact-linking"),
    path("contacts/<uuid:key>/clients/add/", person.stand_with, name="contact-stand-with"),
    path("contacts/<uuid:key>/history/", history.of_person, name="contact-history"),
    path(
        "contacts/<uuid:key>/history/<int:change>/restore/",
        history.restore_of_person,
        name="contact-history-restore",
    ),
    path(
        "contacts/<uuid:key>/history/as-of/<int:act>/",
        history.person_as_of,
        name="contact-history-as-of",
    ),
    path(
        "contacts/<uuid:key>/points/add/<slug:kind>/",
        person_points.new_point,
        name="contact-point-new",
    ),
    path("contacts/<uuid:key>/points/<uuid:point_key>/", person_points.point, name="contact-point"),
    path("clients/<int:number>/contacts/several/", roster.several, name="client-contacts-several"),
    path(
        "clients/<int:number>/contacts/addresses/",
        roster.addresses,
        name="client-contacts-addresses",
    ),
    path("clients/<int:number>/contacts/<uuid:key>/past/", roster.past, name="client-contact-past"),
    path(
        "clients/<int:number>/contacts/<uuid:key>/reports-to/",
        roster.reports_to,
        name="client-contact-reports-to",
    ),
]
