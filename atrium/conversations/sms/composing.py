"""The composer of SMS on the client page: what it opens with, and what becomes of what is sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, QueryDict

from atrium.clients.models import Client
from atrium.conversations.mail.beginning import Beginning, beginnings
from atrium.conversations.models import Level, Sms, SmsNumber, Way
from atrium.conversations.models.sms import To
from atrium.conversations.sms.forms import SmsForm
from atrium.conversations.sms.people import ITSELF, Person, people_of
from atrium.conversations.sms.segments import TABLE, Count, counted
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@dataclass
class Composer:
    """What the composer shows. ``left_out`` are those who were chosen and are not written to, each with why."""

    form: SmsForm
    numbers: list[SmsNumber]
    people: list[Person]
    left_out: list[str] = field(default_factory=list)
    answers: Sms | None = None
    table: dict[str, Any] = field(default_factory=lambda: TABLE)

    @property
    def reachable(self) -> list[tuple[Person, bool]]:
        """Those who can be written to, and whether they are chosen."""
        return [(person, person.key in self.form.chosen) for person in self.people if person.to]

    @property
    def goes_to(self) -> str:
        """The receivers as the button says them: "Ana + 2"."""
        names = [person.name for person, chosen in self.reachable if chosen]
        more = f" + {len(names) - 1}" if len(names) > 1 else ""
        return f"{names[0].split()[0][:30]}{more}" if names else ""

    @property
    def count(self) -> Count:
        """How long it is as it stands."""
        return counted(str(self.form["text"].value() or ""))

    @property
    def receivers(self) -> list[To]:
        """Those who are chosen; refused, each named with why, where somebody cannot be written to."""
        known = {person.key: person for person in self.people}
        some = [known[key] for key in self.form.chosen if key in known]
        if barred := [person.words for person in some if person.to is None]:
            raise Refusal(gettext("Take out {barred}").format(barred=" ".join(barred)), field="to")
        return [person.to for person in some if person.to]


def numbers_of(member: Member) -> list[SmsNumber]:
    """The numbers the member may send from, the default one first."""
    return list(SmsNumber.objects.usable_by(member))


def opened(client: Client, member: Member, query: QueryDict) -> Composer:
    """The composer as the address asks for it: to those chosen, as an answer, or to whom stands first."""
    answers = _answered(client, member, query.get("reply"))
    people = _with_answered(people_of(client), answers)
    asked = _chosen(client, query)
    if answers is not None:
        asked = [person.key for person in people if person.to and person.to.number == answers.phone]
    left_out = [p.words for p in people if p.key in asked and p.to is None]
    if not asked:
        left_out = [] if any(p.to for p in people) else [p.words for p in people]
        asked = [person.key for person in people if person.to][:1]
    numbers = numbers_of(member)
    begun: dict[str, Any] = {"to": asked, "text": query.get("text", "")}
    if key := query.get("template"):
        found = begun_for(client, member, asked)
        begun["text"] = next((b.text for b in found if str(b.template.public_id) == key), "")
    if answers is not None and answers.number_id in {number.pk for number in numbers}:
        begun["number"] = str(answers.number.public_id) if answers.number else ""
    form = SmsForm(initial=begun, organisation=member.organisation, numbers=numbers)
    return Composer(form, numbers, people, left_out, answers)


def begun_for(client: Client, member: Member, keys: list[str]) -> list[Beginning]:
    """The templates for SMS as they read for who was chosen; for the client where several were."""
    known = {person.key: person for person in people_of(client)} if len(keys) == 1 else {}
    person = next((known[key] for key in keys if key in known), None)
    return beginnings(client, member, person.to.contact if person and person.to else None, Way.SMS)


def posted(client: Client, member: Member, data: QueryDict) -> Composer:
    """The composer with what was sent to it."""
    numbers = numbers_of(member)
    answers = _answered(client, member, data.get("answers"))
    people = _with_answered(people_of(client), answers)
    form = SmsForm(data, organisation=member.organisation, numbers=numbers)
    return Composer(form, numbers, people, [], answers)


def sent(client: Client, composer: Composer, *, by: Member) -> list[Sms]:
    """The SMS of a form that is right, on their way."""
    data = composer.form.cleaned_data
    if data["number"] is None:
        raise Refusal(
            gettext("No number is set up for SMS. Ask an admin: Settings, SMS."), field="number"
        )
    return Sms.write(
        client,
        data["text"],
        composer.receivers,
        by=by,
        number=data["number"],
        at=data["leave_at"],
    )


def chosen_people(client: Client, keys: Collection[str]) -> list[To]:
    """Those named by the keys of contacts, or ``client``; refused where one is nobody's or may not be."""
    known = {person.key: person for person in people_of(client)}
    if strangers := [key for key in keys if key not in known]:
        raise Refusal(
            gettext("{stranger} is no contact of this client.").format(stranger=strangers[0]),
            field="to",
        )
    some = [known[key] for key in dict.fromkeys(keys)]
    if barred := [person.words for person in some if person.to is None]:
        raise Refusal(gettext("Take out {barred}").format(barred=" ".join(barred)), field="to")
    return [person.to for person in some if person.to]


def _answered(client: Client, member: Member, key: str | None) -> Sms | None:
    if not key:
        return None
    try:
        public_id = UUID(key)
    except ValueError:
        raise Http404 from None
    rows: Any = Sms.objects.visible_to(member).at_level(Level.ALL).of_client(client).said()
    found: Sms | None = rows.sms().filter(public_id=public_id).select_related("number").first()
    if found is None:
        raise Http404
    return found


def _with_answered(people: list[Person], answers: Sms | None) -> list[Person]:
    """With who is answered, where they are not among the people by their number."""
    if answers is None or any(p.to and p.to.number == answers.phone for p in people):
        return people
    number = answers.phone
    if not number.startswith("+"):
        return people
    party = next(p for p in answers.parties.all() if p.address == number)
    own = Person(str(answers.public_id), str(party), To(number, party.name, party.contact))
    return [own, *people]


def _chosen(client: Client, query: QueryDict) -> list[str]:
    """The contacts that were chosen, by their own keys or by those of their links (``selected``)."""
    named = [key for key in query.getlist("contact") if key == ITSELF or _is_key(key)]
    links = [UUID(key) for key in query.getlist("selected") if _is_key(key)]
    if not links:
        return named
    rows = client.links.current().filter(public_id__in=links)
    return [*named, *map(str, rows.values_list("contact__public_id", flat=True))]


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
