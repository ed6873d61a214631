"""Finding contacts by name, e-mail address and phone, with or without a client (R08)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from atrium.clients.causes import NOTHING, ONLY_ARCHIVED
from atrium.clients.models import Client, Contact, Link, PersonToken
from atrium.clients.models.contact import ContactQuerySet
from atrium.clients.search.candidates import END
from atrium.clients.search.finding import find
from atrium.clients.search.query import LONGEST, Query, Term
from atrium.clients.search.tokens import EMAIL, PHONE, shortened, words
from atrium.foundation.causes import Explanation, Step
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member

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
    people: ContactQuerySet = Contact.objects.visible_to(member).live()
    if not read.terms:
        return _linked(member, list(people[:limit]), client)
    start = fold(query)
    beginning = people.filter(name_key__gte=start, name_key__lt=start + END)
    found = {person.pk: person for person in beginning[:limit]}
    for person in matching(people, query)[:limit]:
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
    wanted = [_dialled(read)] if read.dialled else [_worded(term) for term in read.required]
    if not wanted:
        return people.none() if read.text else people
    tokens = [PersonToken.objects.filter(each) for each in wanted]
    sizes = [rows.order_by()[: GATHERED + 1].count() for rows in tokens]
    rarest = sizes.index(min(sizes))
    for place, rows in enumerate(tokens):
        if place == rarest and sizes[place] <= GATHERED:
            people = people.filter(pk__in=rows.values("contact_key"))
        else:
            people = people.filter(Exists(rows.filter(contact_key=OuterRef("pk"))))
    return people


def _within(start: str) -> Q:
    return Q(token__gte=start, token__lt=start + END)


def _dialled(query: Query) -> Q:
    """Where a number typed may begin: fragments stand at every second digit."""
    found = Q()
    for number in query.dialled:
        found |= _within(PHONE + number) | _within(PHONE + number[1:])
    for term in query.required:
        found |= _within(term.text)
    return found


def _worded(term: Term) -> Q:
    if term.pattern is not None:
        return _within(term.text.split("*")[0].split("?")[0])
    found = Q()
    for form in term.forms:
        found |= _within(form)
    if term.address:
        found |= _within(f"{EMAIL}{term.address}".removeprefix("@@"))
    return found


def _through_clients(member: Member, query: Query) -> list[Contact]:
    ranked, _ = find(query, archived=True, most=LOOKED_AT)
    seen = Client.objects.visible_to(member).filter(pk__in=[one.client for one in ranked])
    links = Link.objects.current().filter(client__in=seen).select_related("contact")
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
