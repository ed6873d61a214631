"""What a merge would do, decided by the rules and read by no other way than the merge itself reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from atrium.clients.merge_rules import Moving, Rule, moving_rules
from atrium.clients.merge_values import Choice, choices, settled
from atrium.clients.models.client import Client
from atrium.clients.models.client_queryset import State
from atrium.foundation.causes import ROLE
from atrium.foundation.errors import Refusal
from atrium.foundation.said import as_heading, in_english
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

MOST = 10


@dataclass(frozen=True)
class Held:
    """A row that stays with the client that had it, because the one that stays has its like."""

    client: Client
    what: str
    reason: str


@dataclass
class Plan:
    """One client that stays, those that go up in it, and all that follows from that."""

    keep: Client
    absorb: list[Client]
    choices: list[Choice]
    values: dict[str, Any]
    moved: dict[str, int] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)

    @classmethod
    def of(
        cls, keep: Client, absorb: Sequence[Client], picks: Mapping[str, int], *, by: Member
    ) -> Plan:
        """What merging would do; refused, with the reason, where it may not be done."""
        refuse(keep, absorb, by)
        clients = [keep, *absorb]
        chosen = choices(clients, picks, by)
        plan = cls(keep, list(absorb), chosen, settled(keep, clients, chosen, by))
        for rule in moving_rules():
            plan.take(rule, decided(rule, keep, absorb), by)
        return plan

    def take(self, rule: Rule, moving: Moving, by: Member | None) -> None:
        """Count what moves by a rule, and name what stays, as far as ``by`` may know of it.

        Without them as far as everyone may, for what is kept for others to read.
        """
        rows = moving.rows
        if rule.known is not None and rows:
            known = rule.known(by, rows)
            rows = [row for row in rows if row.pk in known]
        going = sum(row.pk not in moving.stay for row in rows)
        if rule.noun and going:
            noun = in_english(str(rule.noun))
            self.moved[noun] = self.moved.get(noun, 0) + going
        owners = {client.pk: client for client in self.absorb}
        self.held += [
            Held(owners[getattr(row, f"{rule.field}_id")], rule.one(row)[:200], moving.stay[row.pk])
            for row in rows
            if moving.stay.get(row.pk)
        ]

    @property
    def moving(self) -> list[tuple[str, int]]:
        """What moves, as a heading says it, and how many of it."""
        return [(as_heading(gettext(noun)), count) for noun, count in self.moved.items()]

    @property
    def differing(self) -> list[Choice]:
        """The fields in which they differ."""
        return [choice for choice in self.choices if choice.differs]

    @property
    def alike(self) -> list[Choice]:
        return [choice for choice in self.choices if not choice.differs]

    @property
    def gets_restricted(self) -> bool:
        """Whether fewer will see the client that stays than do now."""
        return bool(self.values.get("restricted")) and not self.keep.restricted


def decided(rule: Rule, keep: Client, absorb: Sequence[Client]) -> Moving:
    """What a rule says about the rows that are there now."""
    rows = rule.model._base_manager.order_by("pk")
    keys = [client.pk for client in absorb]
    if rule.decide is None:
        names = ["pk", "organisation", rule.field]
        names += ["version"] if hasattr(rule.model, "version") else []
        going = rows.filter(**{f"{rule.field}__in": keys}).only(*names)
        return Moving(keep, list(absorb), list(going), [])
    both: list[Any] = list(rows.filter(**{f"{rule.field}__in": [keep.pk, *keys]}))
    place = {key: n for n, key in enumerate(keys)}
    theirs = [row for row in both if getattr(row, f"{rule.field}_id") != keep.pk]
    theirs.sort(key=lambda row: (place[getattr(row, f"{rule.field}_id")], row.pk))
    standing = [row for row in both if getattr(row, f"{rule.field}_id") == keep.pk]
    moving = Moving(keep, list(absorb), theirs, standing)
    if theirs:
        rule.decide(moving)
    return moving


def refuse(keep: Client, absorb: Sequence[Client], by: Member) -> None:
    """Say no where these may not be merged by this member."""
    keys = [client.pk for client in absorb]
    if not keys or keep.pk in keys or len(set(keys)) < len(keys):
        raise Refusal(gettext("Choose two or more different clients to merge."))
    if len(keys) > MOST:
        raise Refusal(gettext("Merge at most {most} clients into one at a time.").format(most=MOST))
    if not by.can(Can.CLIENTS_MERGE):
        raise Refusal(gettext("Your role may not merge clients. Ask a manager."), cause=ROLE)
    for client in (keep, *absorb):
        client.refuse_merged()
        if client.state == State.WITHDRAWN:
            raise Refusal(
                gettext("{code} came with an import that was undone.").format(code=client.code)
            )
        if client.restricted and not by.can(Can.CLIENTS_ACCESS):
            msg = gettext(
                "Who may see {code} is restricted. Ask somebody who decides on that to merge it."
            ).format(code=client.code)
            raise Refusal(msg)
    if keep.is_archived:
        raise Refusal(
            gettext("{keep} is archived. Restore it first, or keep another one.").format(keep=keep)
        )
