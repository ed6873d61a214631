from django.urls import path

from atrium.clients.views import words
from atrium.projects.views import board, deeds, editor, project

COLUMNS = "settings/columns"
WORDS = {"words": "columns"}

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
    path(f"{COLUMNS}/", words.words, WORDS, name="words-columns"),
    path(f"{COLUMNS}/add/", words.add, WORDS, name="words-columns-add"),
    path(f"{COLUMNS}/order/", words.order, WORDS, name="words-columns-order"),
    path(f"{COLUMNS}/<int:key>/", words.edit, WORDS, name="words-columns-edit"),
    path(f"{COLUMNS}/<int:key>/remove/", words.remove, WORDS, name="words-columns-remove"),
    path(f"{COLUMNS}/<int:key>/move/", words.shift, WORDS, name="words-columns-move"),
]
