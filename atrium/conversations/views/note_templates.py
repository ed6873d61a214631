"""The organisation's templates for notes, in its settings (J13)."""

from __future__ import annotations

from atrium.conversations.access import the_template, the_templates
from atrium.conversations.forms import TemplateForm
from atrium.conversations.models import NoteTemplate
from atrium.conversations.placeholders import PLACEHOLDERS
from atrium.conversations.views.template_pages import TemplatePages

PAGES = TemplatePages(
    model=NoteTemplate,
    rows=the_templates,
    one=the_template,
    form=TemplateForm,
    values=("label", "kind", "html"),
    placeholders=PLACEHOLDERS,
    folder="templates",
    home="note-templates",
    begun={"kind": "general"},
)
