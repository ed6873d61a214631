from django.urls import path

from atrium.clients.words_urls import paths_of
from atrium.projects.views import board, deeds, editor, project

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
    path("clients/<int:number>/projects/add/", project.add, name="client-project-add"),
    *paths_of("columns"),
]
