from django.urls import path

from atrium.conversations.views import action_items, call_lookup, calls

CALLS = "clients/<int:number>/calls"

urlpatterns = [
    path("calls/", call_lookup.listed, name="calls"),
    path("calls/lookup/", call_lookup.lookup, name="call-lookup"),
    path("calls/<uuid:key>/assign/", call_lookup.assign, name="call-assign"),
    path("calls/<uuid:key>/lead/", call_lookup.lead, name="call-lead"),
    path("calls/<uuid:key>/remove/", call_lookup.remove, name="call-remove"),
    path(f"{CALLS}/new/", calls.log, name="call-new"),
    path(f"{CALLS}/<uuid:key>/", calls.call, name="call"),
    path(f"{CALLS}/<uuid:key>/task/", action_items.of_call, name="call-task"),
    path(f"{CALLS}/<uuid:key>/unbin/", calls.unbin, name="call-unbin"),
]
