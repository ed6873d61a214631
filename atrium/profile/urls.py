from django.urls import path

from atrium.profile.views import account, requests

urlpatterns = [
    path("account-requests/", requests.requests, name="account-requests"),
    path("account-requests/<uuid:key>/", requests.account_request, name="account-request"),
    path("clients/<int:number>/account/change/", account.change, name="client-account-change"),
]
