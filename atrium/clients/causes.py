"""Why a client is not found, cannot be linked or was not saved (J20), and the usual next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from atrium.foundation.causes import Step, cause
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.models import Client, Contact
    from atrium.organisations.models import Organisation

ABSENT = cause(
    "client.absent", gettext_lazy("There is no such client, as far as you may see"), "search-x"
)
NEVER_GIVEN = cause("client.never_given", gettext_lazy("This number was never given"), "search-x")
WITHDRAWN = cause(
    "client.withdrawn", gettext_lazy("This client came with an import that was undone"), "undo-2"
)
ARCHIVED = cause("client.archived", gettext_lazy("This client is archived"), "archive")
MERGED = cause("client.merged", gettext_lazy("This client was merged into another one"), "merge")
ON_HOLD = cause("client.on_hold", gettext_lazy("This client is on hold"), "circle-pause")
NAME_TAKEN = cause("client.name_taken", gettext_lazy("There is a client of this name"), "copy")
DETAIL_GUARDED = cause("client.guarded", gettext_lazy("This changes by a request"), "shield-check")

NOTHING = cause("search.nothing", gettext_lazy("Nothing found"), "search-x")
ONLY_ARCHIVED = cause("search.only_archived", gettext_lazy("Only in the archive"), "archive")
ONLY_WITHOUT = cause("search.filtered", gettext_lazy("Left out by the conditions"), "funnel")
OTHER_SPELLING = cause("search.spelling", gettext_lazy("Written otherwise, perhaps"), "spell-check")
TOO_SHORT = cause("search.too_short", gettext_lazy("Too little to look for"), "search-x")
ELSEWHERE = cause(
    "search.elsewhere", gettext_lazy("In another organisation of yours"), "building-2"
)
ARCHIVE_EMPTY = cause("list.archive_empty", gettext_lazy("The archive is empty"), "archive")
NONE_YET = cause("list.empty", gettext_lazy("No clients yet"), "users")

LINKED_ALREADY = cause("link.already", gettext_lazy("They stand together already"), "link")
CONTACT_ARCHIVED = cause(
    "link.contact_archived", gettext_lazy("This contact is archived"), "archive"
)
LINK_ENDED = cause("link.ended", gettext_lazy("They do not stand together any more"), "unlink")
LINK_TO_ITSELF = cause("link.itself", gettext_lazy("Nothing can be linked to itself"), "link")
LINK_UNKNOWN = cause(
    "link.absent", gettext_lazy("There is none of these that you can see"), "search-x"
)
LINK_OUTDATED = cause("link.outdated", gettext_lazy("Not changed for long"), "calendar-clock")
LINK_INVALID = cause("link.invalid_data", gettext_lazy("Contact data that is wrong"), "mail-x")
LINK_UNREACHABLE = cause(
    "link.unreachable", gettext_lazy("No phone and no e-mail address"), "phone-off"
)
LINK_DUPLICATE = cause("link.duplicate", gettext_lazy("This may be here twice"), "copy")
LINK_TOLD_APART = cause(
    "link.told_apart", gettext_lazy("Somebody said that these are two"), "split"
)
LINK_WRONG_COMPANY = cause(
    "link.wrong_company", gettext_lazy("Perhaps another company"), "building-2"
)
LINK_ELSEWHERE = cause(
    "link.stands_elsewhere", gettext_lazy("Stands with another client"), "building-2"
)
LINK_BARRED = cause("link.do_not_contact", gettext_lazy("Do not contact"), "ban")
LINK_OCCUPIED = cause("link.occupied", gettext_lazy("The place is taken"), "network")


def open_client(client: Client) -> Step:
    """Open the client's page."""
    url = client.get_absolute_url()
    return Step(
        does="open",
        label=gettext("Open {code}").format(code=client.code),
        url=url,
        icon="arrow-right",
    )


def open_person(contact: Contact) -> Step:
    """Open the person's page."""
    url = contact.get_absolute_url()
    return Step(
        does="open",
        label=gettext("Open {contact}").format(contact=contact),
        url=url,
        icon="contact-round",
    )


def restore(client: Client) -> Step:
    """Restore an archived client, from its page."""
    url = client.get_absolute_url()
    return Step(
        does="restore",
        label=gettext("Open {code} to restore it").format(code=client.code),
        url=url,
        icon="archive",
    )


def look(organisation: Organisation, does: str, label: str, **query: str) -> Step:
    """The list of clients narrowed so."""
    home = reverse("clients", args=[organisation.slug])
    url = f"{home}?{urlencode(query)}" if query else home
    return Step(does=does, label=label, url=url, icon="search")


def create(organisation: Organisation, name: str) -> Step:
    """Add a client of the name that was typed."""
    url = f"{reverse('client-new', args=[organisation.slug])}?{urlencode({'name': name})}"
    return Step(
        does="create",
        label=gettext("Add “{name}” as a client").format(name=name),
        url=url,
        icon="plus",
    )
