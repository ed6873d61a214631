from django.urls import path

from atrium.profile.views import account, equipment, requests

urlpatterns = [
    path("account-requests/", requests.requests, name="account-requests"),
    path("account-requests/<uuid:key>/", requests.account_request, name="account-request"),
    path("clients/<int:number>/account/change/", account.change, name="client-account-change"),
    path(
        "clients/<int:number>/equipment/add/",
        equipment.new_equipment,
        name="client-equipment-new",
    ),
    path(
        "clients/<int:number>/equipment/<uuid:key>/",
        equipment.equipment,
        name="client-equipment",
    ),
    path(
        "clients/<int:number>/equipment/<uuid:key>/service/",
        equipment.service,
        name="client-equipment-service",
    ),
]
