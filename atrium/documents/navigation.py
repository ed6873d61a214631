"""What files add to the frame of every page."""

from __future__ import annotations

from atrium.foundation.navigation import WORK, nav_item
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

nav_item(
    label="Documents",
    icon="folder",
    url_name="documents",
    order=60,
    needs=Can.DOCUMENTS_SEE,
    group=WORK,
)
settings_page(
    label="Kinds of documents",
    icon="files",
    url_name="words-document-kinds",
    order=360,
    needs=Can.LEXICON_EDIT,
    text="What files of clients can be: contracts, certificates, plans and so on.",
    words="files types categories",
    kept=("documents.documentkind",),
)
