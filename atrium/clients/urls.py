from django.urls import path

from atrium.clients.views import contacts, detail, header, locations, page, points, record, team

urlpatterns = [
    path("acts/<int:key>/undo/", record.undo, name="act-undo"),
    path("clients/<int:number>/", page.page, name="client"),
    path("clients/<int:number>/status/", header.status, name="client-status"),
    path("clients/<int:number>/star/", header.star, name="client-star"),
    path("clients/<int:number>/flag/", header.flag, name="client-flag"),
    path("clients/<int:number>/hold/", header.hold, name="client-hold"),
    path("clients/<int:number>/holds/", header.holds, name="client-holds"),
    path("clients/<int:number>/tags/", header.tags, name="client-tags"),
    path("clients/<int:number>/tags/<int:key>/", header.untag, name="client-untag"),
    path("clients/<int:number>/details/<slug:name>/", detail.detail, name="client-detail"),
    path("clients/<int:number>/points/add/<slug:kind>/", points.new_point, name="client-point-new"),
    path("clients/<int:number>/points/<uuid:key>/", points.point, name="client-point"),
    path("clients/<int:number>/locations/add/", locations.new_location, name="client-location-new"),
    path("clients/<int:number>/locations/<uuid:key>/", locations.location, name="client-location"),
    path(
        "clients/<int:number>/locations/<uuid:key>/default/",
        locations.default_location,
        name="client-location-default",
    ),
    path("clients/<int:number>/contacts/add/", contacts.new_contact, name="client-contact-new"),
    path(
        "clients/<int:number>/contacts/assign/",
        contacts.assign_contacts,
        name="client-contacts-assign",
    ),
    path("clients/<int:number>/contacts/<uuid:key>/", contacts.contact, name="client-contact"),
    path(
        "clients/<int:number>/contacts/<uuid:key>/primary/",
        contacts.primary_contact,
        name="client-contact-primary",
    ),
    path("clients/<int:number>/owner/", team.owner, name="client-owner"),
    path("clients/<int:number>/team/", team.assign, name="client-assign"),
    path("clients/<int:number>/team/<uuid:key>/", team.unassign, name="client-unassign"),
    path("clients/<int:number>/access/", team.access, name="client-access"),
    path("clients/<int:number>/access/grants/", team.grant, name="client-grant"),
    path("clients/<int:number>/access/grants/<uuid:key>/", team.ungrant, name="client-ungrant"),
    path("clients/<int:number>/archive/", record.archive, name="client-archive"),
    path("clients/<int:number>/events/<int:event>/restore/", record.restore, name="client-restore"),
    path("clients/<int:number>/<slug:slug>/", page.page, name="client-tab"),
]
