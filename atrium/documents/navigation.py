"""What files add to the frame of every page."""

from __future__ import annotations

from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

nav_item(
    label=gettext_lazy("Documents"),
    icon="folder",
    url_name="documents",
    order=60,
    needs=Can.DOCUMENTS_SEE,
    group=WORK,
)
settings_page(
    label=gettext_lazy("Kinds of documents"),
    icon="files",
    url_name="words-document-kinds",
    order=360,
    needs=Can.LEXICON_EDIT,
    text=gettext_lazy("What files of clients can be: contracts, certificates, plans and so on."),
    words="files types categories",
    kept=("documents.documentkind",),
)
