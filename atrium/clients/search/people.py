"""Finding contacts by name, e-mail address and phone, with or without a client (R08)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q

from atrium.clients.causes import NOTHING, ONLY_ARCHIVED
from atrium.clients.models import Client, Contact, Link, PersonToken
from atrium.clients.models.contact import ContactQuerySet
from atrium.clients.search.candidates import END
from atrium.clients.search.finding import find
from atrium.clients.search.query import LONGEST, Query, Term
from atrium.clients.search.tokens import EMAIL, PHONE, shortened, words
from atrium.foundation.among import filled_up
from atrium.foundation.causes import Explanation, Step
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

# Where tokens begin, and before which they end.
type Ranges = tuple[list[str], list[str]]

LOOKED_AT = 60
GATHERED = 2000


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

    Those of the archive are left out. Who stands with ``client`` already is ``linked``.
    """
    read = Query.read(query)
    if not read.terms:
        return _linked(member, _live(member=member, most=limit), client)
    start = fold(query)
    beginning = _beginning(member=member, start=start, end=start + END, most=limit)
    found = {person.pk: person for person in beginning}
    for person in _fitting(member, read, limit):
        found.setdefault(person.pk, person)
    # Only slips of the finger and other forms of a name are left to be found by the clients.
    if len(found) < limit:
        for person in _through_clients(member, read):
            found.setdefault(person.pk, person)
    return _linked(member, list(found.values())[:limit], client)


def nobody(member: Member, query: str) -> Explanation:
    """Why a search for contacts found nobody, as far as the member may know (J20)."""
    query = " ".join(query.split())[:LONGEST]
    put_away = matching(Contact.objects.visible_to(member).archived(), query)
    found = put_away.order_by("name_key", "id").first() if query else None
    if found is not None:
        url = found.get_absolute_url()
        step = Step(
            does="restore",
            label=gettext("Open {found} to restore them").format(found=found),
            url=url,
            icon="archive",
        )
        text = gettext("Only {found} matches “{query}”, who is archived.").format(
            found=found, query=query
        )
        return Explanation(ONLY_ARCHIVED, text, (step,))
    return Explanation(
        NOTHING,
        gettext("Nobody fits “{query}”. Try part of a name, an e-mail or a phone.").format(
            query=query
        ),
    )


def matching(people: ContactQuerySet, query: str) -> ContactQuerySet:
    """Those of ``people`` whom all words of the query fit; everyone where nothing was typed.

    A word fits the beginning of a word of the name, of an e-mail address or of its parts; digits
    fit any part of a phone number.
    """
    read = Query.read(query)
    wanted = _wanted(read)
    if not wanted:
        return people.none() if read.text else people
    return _fit(people, [_tokens(*each) for each in wanted], _rarest(wanted))


def _fitting(member: Member, read: Query, most: int) -> list[Contact]:
    """The first of the live ones whom the member may see and all words fit."""
    wanted = _wanted(read)
    if not wanted:
        return []
    starts, ends = ([text for each in wanted for text in each[at]] for at in (0, 1))
    sizes = tuple(len(each[0]) for each in wanted)
    rarest = _rarest(wanted)
    return _fitted(member=member, starts=starts, ends=ends, sizes=sizes, rarest=rarest, most=most)


def _fit(people: ContactQuerySet, tokens: list[Any], rarest: int) -> ContactQuerySet:
    """Those who have one of each of the sets of tokens; ``rarest`` is the set to be walked, -1 for none."""
    for place, rows in enumerate(tokens):
        if place == rarest:
            people = people.filter(pk__in=rows.values("contact_key"))
        else:
            people = people.filter(Exists(rows.filter(contact_key=OuterRef("pk"))))
    return people


def _wanted(query: Query) -> list[Ranges]:
    """For each thing that a contact must have, where its tokens begin and end."""
    starts = [_dialled(query)] if query.dialled else [*map(_worded, query.required)]
    return [(each, [start + END for start in each]) for each in starts]


def _rarest(wanted: list[Ranges]) -> int:
    """The place of the one that the fewest tokens meet, where they are few; else -1."""
    counts = [_how_many(starts=starts, ends=ends)[0] for starts, ends in wanted]
    rarest = counts.index(min(counts))
    return rarest if counts[rarest] <= GATHERED else -1


def _tokens(starts: list[str], ends: list[str]) -> Any:
    found = Q()
    for start, end in zip(starts, ends, strict=True):
        found |= Q(token__gte=start, token__lt=end)
    return PersonToken.objects.filter(found)


@prepared(counted=True)
def _how_many(*, starts: list[str], ends: list[str]) -> Any:
    rows = _tokens(starts, ends).order_by().values_list("contact_key", flat=True)
    return rows[: GATHERED + 1]


@prepared(shape=("most",))
def _live(*, member: Member, most: int) -> Any:
    return Contact.objects.visible_to(member).live()[:most]


@prepared(shape=("most",))
def _beginning(*, member: Member, start: str, end: str, most: int) -> Any:
    people = Contact.objects.visible_to(member).live()
    return people.filter(name_key__gte=start, name_key__lt=end)[:most]


@prepared(shape=("sizes", "rarest", "most"))
def _fitted(
    *,
    member: Member,
    starts: list[str],
    ends: list[str],
    sizes: tuple[int, ...],
    rarest: int,
    most: int,
) -> Any:
    ranges = iter(list(zip(starts, ends, strict=True)))
    parted = [tuple(zip(*islice(ranges, size), strict=True)) for size in sizes]
    tokens = [_tokens(list(some[0]), list(some[1])) for some in parted]
    return _fit(Contact.objects.visible_to(member).live(), tokens, rarest)[:most]


def _dialled(query: Query) -> list[str]:
    """Where the tokens of a number typed may begin: fragments stand at every second digit."""
    found = [PHONE + end for number in query.dialled for end in (number, number[1:])]
    return [*found, *(term.text for term in query.required)]


def _worded(term: Term) -> list[str]:
    if term.pattern is not None:
        return [term.text.split("*")[0].split("?")[0]]
    found = [*term.forms]
    if term.address:
        found.append(f"{EMAIL}{term.address}".removeprefix("@@"))
    return found


def _through_clients(member: Member, query: Query) -> list[Contact]:
    ranked, _ = find(query, archived=True, most=LOOKED_AT)
    if not ranked:
        return []
    links = _links_of(member=member, clients=filled_up([one.client for one in ranked]))
    place = {one.client: rank for rank, one in enumerate(ranked)}
    ordered = sorted(links, key=lambda link: (place[link.client_id], link.pk))
    return [link.contact for link in ordered if _named(link.contact, query)]


def _named(person: Contact, query: Query) -> bool:
    name = words(person.name)
    return all(any(_meets(term, word) for word in name) for term in query.required)


def _meets(term: Term, word: str) -> bool:
    return word.startswith(term.forms) or shortened(word) == term.short or word in term.also


def _linked(member: Member, people: list[Contact], client: Client | None) -> list[Found]:
    """Each with its current links, read at once."""
    if not people:
        return []
    stand: dict[int, list[Link]] = {person.pk: [] for person in people}
    for link in _links_with(member=member, people=filled_up([*stand])):
        stand[link.contact_id].append(link)
    return [
        Found(
            person, links, linked=client is not None and client.pk in {k.client_id for k in links}
        )
        for person, links in ((person, stand[person.pk]) for person in people)
    ]


@prepared()
def _links_of(*, member: Member, clients: list[int]) -> Any:
    seen = Client.objects.visible_to(member).filter(pk__each=clients)
    return Link.objects.current().filter(client__in=seen).select_related("contact")


@prepared()
def _links_with(*, member: Member, people: list[int]) -> Any:
    rows = Link.objects.current().filter(contact__each=people)
    return rows.filter(client__in=Client.objects.visible_to(member)).select_related("client")
