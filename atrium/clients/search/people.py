"""Finding contacts: by their name, and by what leads to a client they stand with (R08)."""

from __future__ import annotations

from dataclasses import dataclass

from atrium.clients.models import Client, Contact, Link
from atrium.clients.search.candidates import END
from atrium.clients.search.finding import find
from atrium.clients.search.query import Query, Term
from atrium.clients.search.tokens import Field, shortened, words
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member

LOOKED_AT = 60


@dataclass(frozen=True)
class Found:
    """A contact with its current links to clients that the member may see."""

    contact: Contact
    links: list[Link]
    linked: bool = False


def find_contacts(
    member: Member, query: str, *, limit: int = 20, client: Client | None = None
) -> list[Found]:
    """The contacts ``member`` may see and may have meant, best first; without a query, the first by name.

    Who stands with ``client`` already is ``linked``.
    """
    read = Query.read(query)
    people = Contact.objects.visible_to(member)
    if not read.terms:
        return _linked(member, list(people[:limit]), client)
    start = fold(query)
    beginning = people.filter(name_key__gte=start, name_key__lt=start + END)
    found = {person.pk: person for person in beginning[:limit]}
    for person in _through_clients(member, read):
        found.setdefault(person.pk, person)
    return _linked(member, list(found.values())[:limit], client)


def _through_clients(member: Member, query: Query) -> list[Contact]:
    ranked, _ = find(query, archived=True, most=LOOKED_AT)
    by_reach = {
        one.client for one in ranked if any(_is_reach(one.lines, m.line) for m in one.matches)
    }
    seen = Client.objects.visible_to(member).filter(pk__in=[one.client for one in ranked])
    links = Link.objects.current().filter(client__in=seen).select_related("contact")
    place = {one.client: rank for rank, one in enumerate(ranked)}
    ordered = sorted(links, key=lambda link: (place[link.client_id], link.pk))
    return [
        link.contact
        for link in ordered
        if _named(link.contact, query)
        or (link.client_id in by_reach and _reached(link.contact, query))
    ]


def _is_reach(lines: list[str], place: int) -> bool:
    return place >= 0 and lines[place][0] in {Field.EMAIL, Field.PHONE}


def _named(person: Contact, query: Query) -> bool:
    name = words(person.name)
    return all(any(_meets(term, word) for word in name) for term in query.required)


def _meets(term: Term, word: str) -> bool:
    return word.startswith(term.forms) or shortened(word) == term.short or word in term.also


def _reached(person: Contact, query: Query) -> bool:
    """Whether what was typed stands in an e-mail address or a phone number of the person itself."""
    for kind, value, normal in person.points.values_list("kind", "value", "normal"):
        if kind == "email" and any(typed in value.casefold() for typed in query.addresses):
            return True
        if kind == "phone" and any(typed in normal for typed in query.dialled):
            return True
    return False


def _linked(member: Member, people: list[Contact], client: Client | None) -> list[Found]:
    """Each with its current links, read at once."""
    seen = Client.objects.visible_to(member)
    stand: dict[int, list[Link]] = {person.pk: [] for person in people}
    rows = Link.objects.current().filter(contact__in=people, client__in=seen)
    for link in rows.select_related("client"):
        stand[link.contact_id].append(link)
    return [
        Found(
            person, links, linked=client is not None and client.pk in {k.client_id for k in links}
        )
        for person, links in ((person, stand[person.pk]) for person in people)
    ]
