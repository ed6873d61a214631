"""The contacts of a client as a file lists them: who they are, as what they stand here, how to reach them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.timezone import now

from atrium.clients.models import Contact, Link, LinkRole, NoContact
from atrium.clients.reach import typed
from atrium.clients.tenure import LONGEST_TITLE
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.imports.own_structures import bars_of, reach_of, text_of
from atrium.imports.people_words import PeopleWords, identifier_of

if TYPE_CHECKING:
    from atrium.imports.draft import Draft
    from atrium.imports.words import Words

_WIDTHS = {"title": 40, "given_name": 150, "family_name": 150, "preferred_channel": 120}


def add_persons(draft: Draft, said: list[dict[str, Any]], words: Words) -> None:
    """Add those who do not stand with the client yet; of the others what is new."""
    links: dict[str, Link] = {}
    for one in said:
        contact, is_new = _contact(draft, one, words.people)
        if is_new:
            _reach(draft, one, contact, words.people.country)
        ended = _day(text_of(one, "ended_on"))
        if ended is None and any(link.contact is contact for link in draft.links):
            continue
        if not is_new and ended is None and contact in draft.people.values():
            continue
        link = _link(draft, one, contact, words.people, ended)
        if ended is None:
            draft.people.setdefault(contact.name_key, contact)
            links[identifier_of(one)] = link
            draft.differ(gettext("Contact"), "", contact.name)
    for one in said:
        boss, report = links.get(text_of(one, "reports_to")), links.get(identifier_of(one))
        if boss is not None and report is not None and not _is_above(report, boss):
            report.reports_to = boss


def _is_above(link: Link, other: Link) -> bool:
    """Whether ``other`` is ``link`` or reports to it, over however many."""
    step: Link | None = other
    while step is not None and step is not link:
        step = step.reports_to
    return step is link


def _contact(draft: Draft, one: dict[str, Any], words: PeopleWords) -> tuple[Contact, bool]:
    """The person, and whether the file brings them here."""
    identifier = identifier_of(one)
    if identifier in words.known:
        return words.known[identifier], False
    texts = {name: text_of(one, name, width) for name, width in _WIDTHS.items()}
    name = f"{texts['given_name']} {texts['family_name']}".strip()
    key = fold(name)[:400]
    if key in draft.people and (not identifier or not draft.new):
        return draft.people[key], False
    contact = Contact(name=name, name_key=key, about=text_of(one, "about"), **texts)
    contact.language = _checked(typed.language_code, text_of(one, "language"))
    contact.timezone = _checked(typed.zone, text_of(one, "timezone"))
    contact.extra = words.values(one)
    if one.get("archived") is True:
        contact.archived_at = now()
    if words.is_free(identifier):
        contact.public_id = UUID(identifier)
        words.known[identifier] = contact
    draft.contacts.append(contact)
    for channel, reason in bars_of(one.get("no_contact")).items():
        draft.no_contacts.append(NoContact(contact=contact, channel=channel, reason=reason))
    return contact, True


def _link(
    draft: Draft, one: dict[str, Any], contact: Contact, words: PeopleWords, ended: date | None
) -> Link:
    first = one.get("primary") is True or "primary" not in one
    link = Link(
        client=draft.client,
        contact=contact,
        job_title=text_of(one, "job_title", LONGEST_TITLE),
        is_primary=ended is None and first and not draft.has_primary,
        began_on=_day(text_of(one, "began_on")),
        ended_on=ended,
        roles_then=text_of(one, "roles_then", 1000) if ended else "",
    )
    if ended and link.began_on and link.began_on > ended:
        link.began_on = None
    draft.has_primary = draft.has_primary or link.is_primary
    draft.links.append(link)
    draft.link_roles += [LinkRole(link=link, role=role) for role in words.roles(one)]
    return link


def _reach(draft: Draft, one: dict[str, Any], contact: Contact, country: str) -> None:
    points = one.get("points")
    for said in points if isinstance(points, list) else []:
        reach = reach_of(said, country) if isinstance(said, dict) else None
        at = f"{contact.public_id}/{reach.kind}" if reach else ""
        if reach and (at, reach.normal) not in draft.reached:
            draft.reached.add((at, reach.normal))
            draft.point(reach, at, {"contact": contact})


def _checked(read: Any, text: str) -> str:
    try:
        return str(read(text))
    except Refusal:
        return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
