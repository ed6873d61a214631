"""What this app adds to the frame: the organisation's own words among the settings."""

from atrium.clients.words import LISTS
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

for _order, _list in enumerate(LISTS, 50):
    settings_page(
        label=_list.title,
        icon=_list.icon,
        url_name=f"words-{_list.slug}",
        order=_order,
        needs=Can.LEXICON_EDIT,
    )
