from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from atrium.clients.events import PreferencesChanged
from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.point import clients_of
from atrium.clients.reach.hours import CLOSED, Opening, Quiet, week_of, week_said
from atrium.clients.reach.words import CHOICES, CHOOSABLE
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import listed, within
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

HOURS_OF_A_YEAR = 24 * 366
LONGEST = 4000
# These stand on the rows of clients and people themselves, where lists, search and import have them.
PLAIN = ("preferred_channel", "language", "timezone")


class Preference(Owned):
    """How a client, a person, or (with neither) anyone of the organisation wishes to be reached (J11).

    ``hours`` keeps for each weekday from Monday pairs of minutes; ``choices`` by purpose yes, no or
    a channel; ``answer_within`` is in hours. Empty means: as one step further up says.
    """

    client = models.ForeignKey(
        Client,
        models.PROTECT,
        null=True,
        related_name="preferences",
        db_constraint=False,
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="preferences",
        db_constraint=False,
        db_index=False,
    )
    hours: models.JSONField[list[list[list[int]]]] = models.JSONField(default=list, blank=True)
    quiet_start = models.PositiveSmallIntegerField(null=True)
    quiet_end = models.PositiveSmallIntegerField(null=True)
    answer_within = models.PositiveSmallIntegerField(null=True)
    emergency = models.TextField(blank=True)
    emergency_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    choices: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(client=None) | Q(contact=None), name="preference_of_one"
            ),
            models.CheckConstraint(
                condition=Q(quiet_start=None, quiet_end=None)
                | Q(quiet_start__lt=1440, quiet_end__lt=1440),
                name="preference_quiet_whole",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client"],
                condition=Q(client__isnull=False),
                name="preference_of_client_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "contact"],
                condition=Q(contact__isnull=False),
                name="preference_of_contact_once",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(client=None, contact=None),
                name="preference_of_all_once",
            ),
            SameOrganisation("client"),
            SameOrganisation("contact"),
            SameOrganisation("emergency_contact"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "emergency_contact"],
                condition=Q(emergency_contact__isnull=False),
                name="preference_by_emergency",
            )
        ]

    def __str__(self) -> str:
        return gettext("Preferences of {client}").format(
            client=self.client or self.contact or gettext("everyone")
        )

    @classmethod
    def of(cls, subject: Client | Contact | None) -> Self:
        """Those of the client, the person or the organisation; empty ones, not kept yet, else."""
        whose = _whose(subject)
        return cls.objects.filter(**whose).first() or cls(**whose)

    @classmethod
    def settle(cls, subject: Client | Contact | None, *, by: Member, **values: Any) -> Self:
        """Set what is given; told in one entry. Channel, language and zone go to the row itself.

        Refused where the emergency contact is no contact of the client.
        """
        plain = {name: values.pop(name) for name in PLAIN if name in values}
        _check(subject, values)
        with acting(
            by=by,
            label=gettext("Changed the preferences of {subject}").format(
                subject=subject or gettext("everyone")
            ),
        ) as act:
            if subject is not None:
                act.lock(subject)
                if plain:
                    subject.edit(by=by, **plain)
            mine = cls.objects.filter(**_whose(subject)).select_for_update(of=("self",)).first()
            row: Self = mine or cls(**_whose(subject))
            before = row.told()
            if mine is None:
                for name, value in values.items():
                    setattr(row, name, value)
                if row.told() == before:
                    return row
                act.insert(row)
            elif not act.change(row, **values):
                return row
            what = listed(_differences(before, row.told()), "; ")
            if subject is not None and what:
                story = PreferencesChanged(who=str(subject), what=what)
                clients = clients_of(subject)
                act.record_many((story, client, row.contact or client) for client in clients)
        return row

    @property
    def opening(self) -> Opening:
        """The hours as the reach reads them."""
        return Opening(week=week_of(self.hours) if self.hours else CLOSED, quiet=self.quiet)

    @property
    def quiet(self) -> Quiet | None:
        if self.quiet_start is None or self.quiet_end is None:
            return None
        return Quiet(self.quiet_start, self.quiet_end)

    @property
    def answer_words(self) -> str:
        """The wished response time: "within a day"."""
        return within_hours(self.answer_within)

    def told(self) -> dict[str, str]:
        """Each part in words, by what it is called; empty where nothing is said."""
        said = {
            gettext("business hours"): week_said(self.opening.week),
            gettext("quiet hours"): str(self.quiet or ""),
            gettext("answer"): self.answer_words,
            gettext("emergency procedure"): self.emergency,
            gettext("emergency contact"): str(self.emergency_contact or ""),
        }
        words = dict(CHOICES)
        for purpose in CHOOSABLE:
            chosen = words.get(self.choices.get(purpose, ""), "")
            said[within(purpose.label, noun=True)] = within(chosen)
        return said


def within_hours(hours: int | None) -> str:
    """A time to answer in, as people say it."""
    if not hours:
        return ""
    days, rest = divmod(hours, 24)
    if rest:
        return ngettext("within an hour", "within {count} hours", hours).format(count=hours)
    return ngettext("within a day", "within {count} days", days).format(count=days)


def _whose(subject: Client | Contact | None) -> dict[str, Any]:
    return {
        "client": subject if isinstance(subject, Client) else None,
        "contact": subject if isinstance(subject, Contact) else None,
    }


def _differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        gettext("{name} now {text}").format(name=name, text=_short(text))
        if text
        else gettext("no {name} any more").format(name=name)
        for name, text in after.items()
        if before[name] != text
    ]


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"  # noqa: PLR2004 - a sentence


def _check(subject: Client | Contact | None, values: dict[str, Any]) -> None:
    """Raise a Refusal at the field that does not fit."""
    for purpose, choice in values.get("choices", {}).items():
        if purpose not in {p.value for p in CHOOSABLE} or choice not in dict(CHOICES):
            known = ", ".join(p.value for p in CHOOSABLE)
            msg = gettext("Choose yes, no or a channel for {known}.").format(known=known)
            raise Refusal(msg, field="choices")
    if len(values.get("emergency", "")) > LONGEST:
        msg = gettext(
            "The emergency procedure has at most {longest} characters; shorten it."
        ).format(longest=f"{spoken(LONGEST):,}")
        raise Refusal(msg, field="emergency")
    if not 0 <= (values.get("answer_within") or 0) <= HOURS_OF_A_YEAR:
        msg = gettext("Write a response time of up to a year, in hours.")
        raise Refusal(msg, field="answer_within")
    person = values.get("emergency_contact")
    if person is None:
        return
    stands = isinstance(subject, Client) and subject.links.current().filter(contact=person)
    if not stands or not stands.exists():
        msg = gettext("{person} is no contact here. Choose one of the client's contacts.").format(
            person=person
        )
        raise Refusal(msg, field="emergency_contact")
