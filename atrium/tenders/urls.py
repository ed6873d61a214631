from django.urls import path

from atrium.clients.views import words
from atrium.tenders.views import deeds, files, tenders

TENDER = "tenders/<int:number>"
_LISTS = ("tender-stages", "tender-reasons")
_DEEDS = (
    ("", "", words.words),
    ("add/", "-add", words.add),
    ("order/", "-order", words.order),
    ("<int:key>/", "-edit", words.edit),
    ("<int:key>/remove/", "-remove", words.remove),
    ("<int:key>/move/", "-move", words.shift),
)

urlpatterns = [
    path("tenders/", tenders.tenders, name="tenders"),
    path("tenders/bulk/", tenders.bulk, name="tenders-bulk"),
    path("tenders/new/", tenders.new, name="tender-new"),
    path("clients/<int:number>/tenders/new/", tenders.for_client, name="client-tender-new"),
    path(f"{TENDER}/", tenders.tender, name="tender"),
    path(f"{TENDER}/edit/", tenders.edit, name="tender-edit"),
    path(f"{TENDER}/stage/", deeds.move, name="tender-stage"),
    path(f"{TENDER}/decide/<slug:outcome>/", deeds.decided, name="tender-decide"),
    path(f"{TENDER}/reopen/", deeds.reopened, name="tender-reopen"),
    path(f"{TENDER}/become/", deeds.became, name="tender-become"),
    path(f"{TENDER}/bin/", deeds.bin_, name="tender-bin"),
    path(f"{TENDER}/files/add/", files.add, name="tender-file-add"),
    path(f"{TENDER}/uploads/", files.send, name="tender-uploads"),
    path(f"{TENDER}/files/choose/", files.name, name="tender-files"),
    path(f"{TENDER}/files/<uuid:key>/remove/", files.remove, name="tender-file-remove"),
    *(
        path(f"settings/{slug}/{where}", view, {"words": slug}, name=f"words-{slug}{deed}")
        for slug in _LISTS
        for where, deed, view in _DEEDS
    ),
]
