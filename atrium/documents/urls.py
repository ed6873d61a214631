from django.urls import path

from atrium.clients.words_urls import paths_of
from atrium.documents import words_kinds  # noqa: F401 - registers the list of kinds
from atrium.documents.views import agreements, files, several, shares, uploads
from atrium.documents.views import all as everywhere

FILES = "clients/<int:number>/files"
AGREEMENTS = "clients/<int:number>/agreements"
FILE = f"{FILES}/<uuid:key>"

urlpatterns = [
    path("documents/", everywhere.documents, name="documents"),
    path(f"{FILES}/add/", files.add, name="file-add"),
    path(f"{FILES}/look/", files.look, name="files-look"),
    path(f"{FILES}/move/", several.move, name="files-move"),
    path(f"{FILES}/download/", several.download, name="files-download"),
    path(f"{FILES}/several/<str:deed>/", several.deed, name="files-deed"),
    path(f"{FILE}/", files.file, name="file"),
    path(f"{FILE}/edit/", files.edit, name="file-edit"),
    path(f"{FILE}/content/", files.download, name="file-content"),
    path(f"{FILE}/sheets/<int:which>/", files.sheet, name="file-sheet"),
    path(f"{FILE}/versions/", files.version, name="file-version"),
    path("clients/<int:number>/folders/new/", several.new_folder, name="folder-new"),
    path("clients/<int:number>/folders/<uuid:key>/", several.folder, name="folder"),
    path("clients/<int:number>/uploads/", uploads.begin, name="uploads"),
    path("clients/<int:number>/uploads/<uuid:key>/", uploads.upload, name="upload"),
    path(
        "clients/<int:number>/uploads/<uuid:key>/<int:which>/",
        uploads.part,
        name="upload-part",
    ),
    path("clients/<int:number>/links/<uuid:key>/<str:sort>/", shares.give, name="share"),
    path("clients/<int:number>/links/<uuid:key>/", shares.revoke, name="share-revoke"),
    path(f"{AGREEMENTS}/", agreements.agreements, name="client-agreements"),
    path(f"{AGREEMENTS}/new/", agreements.new, name="client-agreement-new"),
    path(f"{AGREEMENTS}/<uuid:key>/", agreements.agreement, name="client-agreement"),
    path(f"{AGREEMENTS}/<uuid:key>/renew/", agreements.renew, name="client-agreement-renew"),
    path(f"{AGREEMENTS}/<uuid:key>/end/", agreements.end, name="client-agreement-end"),
    *paths_of("document-kinds"),
]
