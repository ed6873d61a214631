"""The addresses of duplicates and merges."""

from django.urls import path

from atrium.clients.views import duplicates, merging

urlpatterns = [
    path("duplicates/", duplicates.review, name="duplicates"),
    path("duplicates/apart/", duplicates.apart, name="duplicates-apart"),
    path("duplicates/merged/", duplicates.merged, name="duplicates-merged"),
    path("duplicates/different/", duplicates.tell_apart, name="duplicates-different"),
    path(
        "duplicates/different/<uuid:key>/again/",
        duplicates.compare_again,
        name="duplicates-again",
    ),
    path("duplicates/compare/", merging.compare, name="duplicates-compare"),
    path("clients/<int:number>/merge/", merging.begin, name="client-merge"),
    path("duplicates/merge/", merging.merge, name="duplicates-merge"),
    path("merges/<uuid:key>/undo/", merging.unmerge, name="merge-undo"),
]
