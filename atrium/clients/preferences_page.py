"""What preferences hang on the page of a client and on that of a person (J11)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from atrium.clients.models import Client, Contact, NoContact, Preference
from atrium.clients.page import Context, action, panel
from atrium.clients.person_page import PersonPortrait, person_panel
from atrium.clients.portrait import Portrait
from atrium.clients.reach import typed
from atrium.clients.reach.hours import week_said
from atrium.clients.reach.words import ANY, CHOOSABLE, NO, YES, Channel
from atrium.foundation.said import as_heading, within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can


@dataclass(frozen=True)
class Line:
    """One thing that is wished, as the panel tells it."""

    icon: str
    label: str
    text: str


class Wishes:
    """The preferences of a client or a person in words, with what may be done about them."""

    def __init__(self, subject: Client | Contact, member: Member) -> None:
        self.subject = subject
        self.member = member
        start = "client" if isinstance(subject, Client) else "contact"
        key = subject.number if isinstance(subject, Client) else subject.public_id
        self._place = (start, [member.organisation.slug, key])
        archived = subject.is_archived
        self.may_edit = member.can(Can.CLIENTS_EDIT) and not archived

    def _url(self, name: str) -> str:
        start, place = self._place
        return reverse(f"{start}-{name}", args=place)

    @property
    def edit_url(self) -> str:
        return self._url("preferences")

    @property
    def forbid_url(self) -> str:
        return self._url("no-contact")

    @property
    def reach_url(self) -> str:
        return self._url("reach")

    @cached_property
    def preference(self) -> Preference:
        return Preference.of(self.subject)

    @cached_property
    def no_contacts(self) -> list[tuple[NoContact, str]]:
        """What is forbidden, each with the address at which it is allowed again."""
        rows = self.subject.no_contacts.filter(lifted_at=None).select_related("placed_by")
        start, place = self._place
        found = []
        for row in rows:
            setattr(row, start, self.subject)
            found.append((row, reverse(f"{start}-no-contact-lift", args=[*place, row.public_id])))
        return found

    @property
    def is_closed(self) -> bool:
        """Whether every channel is closed already."""
        return any(row.channel == ANY for row, _ in self.no_contacts)

    @property
    def lines(self) -> list[Line]:
        """What is said, in the order in which one asks for it."""
        wish, subject = self.preference, self.subject
        zone = subject.timezone.rpartition("/")[2].replace("_", " ")
        hours = week_said(wish.opening.week)
        person = wish.emergency_contact
        found = [
            Line("message-circle", gettext("Prefers"), subject.preferred_channel),
            Line("languages", gettext("Language"), typed.language_name(subject.language)),
            Line("clock", gettext("Hours"), as_heading(hours)),
            Line("moon", gettext("Quiet"), str(wish.quiet or "")),
            Line("globe", gettext("Time zone"), zone),
            Line("timer", gettext("Answer"), as_heading(wish.answer_words)),
            Line("bell", gettext("Notices"), self._notices()),
            Line(
                "siren",
                gettext("Emergency"),
                "\n".join(filter(None, [str(person or ""), wish.emergency])),
            ),
        ]
        return [line for line in found if line.text]

    def _notices(self) -> str:
        """What they said for each kind: "No mailings; appointments by SMS"."""
        choices = self.preference.choices
        told = []
        for purpose in CHOOSABLE:
            choice = choices.get(purpose)
            name = within(purpose.label, noun=True)
            if choice == NO:
                told.append(gettext("no {name}").format(name=name))
            elif choice == YES:
                told.append(gettext("{name}: yes").format(name=name))
            elif choice:
                told.append(f"{name} {Channel(choice).by}")
        return as_heading("; ".join(told))


@panel(
    slug="preferences",
    side="right",
    order=15,
    needs=Can.CLIENTS_SEE,
    template="clients/preferences/panel_later.html",
)
def preferences(request: MemberRequest, portrait: Portrait) -> Context:
    """Nothing yet: the panel reads itself when one scrolls to it, so that the page waits for none."""
    return {}


@person_panel(
    slug="preferences",
    side="right",
    order=10,
    needs=Can.CLIENTS_SEE,
    template="clients/preferences/panel.html",
)
def of_person(request: MemberRequest, portrait: PersonPortrait) -> Context:
    """How the person wishes to be reached."""
    return {"wishes": Wishes(portrait.person, request.member)}


action(
    slug="reach",
    label=gettext_lazy("Can we reach them?"),
    icon="message-circle-question-mark",
    order=35,
    needs=Can.CLIENTS_SEE,
    url_name="client-reach",
)
action(
    slug="no-contact",
    label=gettext_lazy("Do not contact"),
    icon="ban",
    order=45,
    needs=Can.CLIENTS_EDIT,
    url_name="client-no-contact",
)
