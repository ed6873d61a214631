from django.urls import path

from atrium.clients.words_urls import paths_of
from atrium.projects.views import board, deeds, deliverables, editor, files, project

urlpatterns = [
    path("projects/", board.show, name="projects"),
    path("projects/more/<int:key>/", board.more, name="projects-more"),
    path("projects/new/", project.new, name="project-new"),
    path("projects/bulk/", deeds.bulk, name="projects-bulk"),
    path("projects/<int:number>/", project.show, name="project"),
    path("projects/<int:number>/move/", board.move, name="project-move"),
    path("projects/<int:number>/description/", editor.description, name="project-description"),
    path("projects/<int:number>/people/", editor.people, name="project-people"),
    path("projects/<int:number>/fields/<slug:name>/", editor.field, name="project-field"),
    path("projects/<int:number>/cover/", files.cover, name="project-cover"),
    path("projects/<int:number>/files/", files.add, name="project-file-add"),
    path("projects/<int:number>/uploads/", files.send, name="project-uploads"),
    path("projects/<int:number>/files/<uuid:key>/", files.change, name="project-file"),
    path("projects/<int:number>/deliverables/add/", deliverables.add, name="deliverable-add"),
    path("projects/<int:number>/deliverables/send/", deliverables.send, name="deliverables-send"),
    path(
        "projects/<int:number>/deliverables/<uuid:key>/",
        deliverables.renew,
        name="deliverable",
    ),
    path(
        "projects/<int:number>/sendings/<uuid:key>/back/",
        deliverables.take_back,
        name="sending-back",
    ),
    path(
        "projects/<int:number>/sendings/<uuid:key>/",
        deliverables.preview,
        name="sending",
    ),
    path("clients/<int:number>/projects/add/", project.add, name="client-project-add"),
    *paths_of("columns"),
]
