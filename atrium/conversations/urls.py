from django.urls import path

from atrium.conversations.views import notes, versions

urlpatterns = [
    path("clients/<int:number>/notes/new/", notes.write, name="note-new"),
    path("clients/<int:number>/notes/part/", notes.more, name="notes-more"),
    path("clients/<int:number>/notes/<uuid:key>/", notes.note, name="note"),
    path("clients/<int:number>/notes/<uuid:key>/pin/", notes.pin, name="note-pin"),
    path("clients/<int:number>/notes/<uuid:key>/unbin/", notes.unbin, name="note-unbin"),
    path("clients/<int:number>/notes/<uuid:key>/reminder/", notes.reminder, name="note-reminder"),
    path(
        "clients/<int:number>/notes/<uuid:key>/versions/", versions.versions, name="note-versions"
    ),
]
