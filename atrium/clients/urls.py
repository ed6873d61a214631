from django.urls import path

from atrium.clients.views import detail, header, list, neighbour, page, record

urlpatterns = [
    path("clients/", list.clients, name="clients"),
    path("clients/back/", list.back, name="clients-back"),
    path("clients/preferences/", list.preferences, name="clients-preferences"),
    path("clients/<int:number>/list-star/", list.star, name="client-list-star"),
    path(
        "clients/<int:number>/neighbour/<slug:direction>/",
        neighbour.neighbour,
        name="client-neighbour",
    ),
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
    path("clients/<int:number>/archive/", record.archive, name="client-archive"),
    path("clients/<int:number>/events/<int:event>/restore/", record.restore, name="client-restore"),
    path("clients/<int:number>/<slug:slug>/", page.page, name="client-tab"),
]
