"""What can be done to many clients at once, each deed with few statements for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.timezone import now

from atrium.clients import lexicon
from atrium.clients.events import (
    Archived,
    Restored,
    StatusChanged,
    TagAdded,
    TagRemoved,
)
from atrium.clients.filters import Filters
from atrium.clients.handing import Terms, hand_over, terms_of
from atrium.clients.models import Client, State, Tagging
from atrium.clients.setting import Wish, set_value, settables
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting

type Reasons = dict[int, str]
type Perform = Callable[[Acting, list[Client], Any], Reasons]
type Choices = Callable[[Member], Mapping[Any, Any]]
# Which of the clients need nothing done, and why: "with the tag already".
type Already = Callable[[Any], tuple[Q, str]]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that can be done to many clients.

    ``perform`` does it to all it fits and answers why not for the others, by their keys.
    ``done`` says what was done, ``choices`` what there is to choose from; ``terms`` makes of the choice and what else was said
    what ``perform`` is given, ``said`` reads that from a form. ``already`` finds those that need nothing, for the plan.
    """

    slug: str
    label: str
    icon: str
    title: str
    done: str
    needs: Can
    perform: Perform
    choices: Choices | None = None
    terms: Callable[[Any, dict[str, Any]], Any] | None = None
    said: Callable[[QueryDict, Any], dict[str, Any]] | None = None
    already: Already | None = None
    sets: bool = False
    none: str = ""
    archived: bool = False

    def allowed_to(self, member: Member) -> bool:
        return member.can(Can.CLIENTS_BULK) and member.can(self.needs)

    @property
    def asks(self) -> bool:
        """Whether something has to be chosen first."""
        return self.choices is not None

    @property
    def hands_over(self) -> bool:
        """Whether clients change hands by it, on terms to agree on."""
        return self.terms is not None and not self.sets

    def options(self, member: Member) -> list[tuple[str, str]]:
        """What can be chosen, as value and label."""
        chosen = self.choices(member) if self.choices else {}
        none = [("none", self.none)] if self.none else []
        return none + [(str(key), str(word)) for key, word in chosen.items()]

    def given(self, member: Member, value: str, terms: dict[str, Any]) -> Any:
        """What ``perform`` is given. Refused where what was said beside the choice does not fit."""
        choice = self.choice(member, value)
        return self.terms(choice, terms) if self.terms else choice

    def choice(self, member: Member, value: str) -> Any:
        """The row that a value names; None for nobody. Raises KeyError for one that is not there."""
        if self.choices is None or (self.none and value == "none"):
            return None
        by_text = {str(key): row for key, row in self.choices(member).items()}
        return by_text[value]


def _tags(by: Member) -> dict[int, Any]:
    return lexicon.of(by.organisation).tags


def _carries(tag: Any) -> Exists:
    return Exists(Tagging.objects.filter(tag=tag, client=OuterRef("pk")))


def _put_tag(act: Acting, clients: list[Client], tag: Any) -> Reasons:
    has = set(_tagged(clients, tag).values_list("client_id", flat=True))
    new = [client for client in clients if client.pk not in has]
    act.insert_many([Tagging(tag=tag, client=client) for client in new])
    act.record_many((TagAdded(tag=tag.label), client) for client in new)
    return dict.fromkeys(has, "has the tag already")


def _take_tag(act: Acting, clients: list[Client], tag: Any) -> Reasons:
    taggings = list(_tagged(clients, tag))
    has = {tagging.client_id for tagging in taggings}
    act.remove_many(taggings)
    act.record_many((TagRemoved(tag=tag.label), c) for c in clients if c.pk in has)
    return {c.pk: "does not have the tag" for c in clients if c.pk not in has}


def _tagged(clients: list[Client], tag: Any) -> Any:
    return Tagging.objects.filter(tag=tag, client__in=[client.pk for client in clients])


def _move(act: Acting, clients: list[Client], status: Any) -> Reasons:
    words = lexicon.of(status.organisation).statuses
    before = {client.pk: words[client.status_id].label for client in clients}
    moved = act.change_many(clients, status=status)
    act.record_many(
        (StatusChanged(before=before[client.pk], after=status.label), client) for client in moved
    )
    return _rest(clients, moved, "has this status already")


def _archive(act: Acting, clients: list[Client], choice: None) -> Reasons:
    act.change_many(clients, state=State.ARCHIVED, state_since=now())
    act.record_many((Archived(), client) for client in clients)
    return {}


def _restore(act: Acting, clients: list[Client], choice: None) -> Reasons:
    act.change_many(clients, state=State.LIVE, state_since=now())
    act.record_many((Restored(), client) for client in clients)
    return {}


def _rest(clients: list[Client], done: list[Client], reason: str) -> Reasons:
    changed = {client.pk for client in done}
    return {client.pk: reason for client in clients if client.pk not in changed}


DEEDS = {
    deed.slug: deed
    for deed in (
        Deed(
            slug="tag",
            label="Tag",
            icon="tag",
            title="Tag",
            done="Tagged",
            needs=Can.CLIENTS_EDIT,
            perform=_put_tag,
            choices=_tags,
            already=lambda tag: (Q(_carries(tag)), "with the tag already"),
        ),
        Deed(
            slug="untag",
            label="Take tag off",
            icon="x",
            title="Take a tag off",
            done="Took the tag off",
            needs=Can.CLIENTS_EDIT,
            perform=_take_tag,
            choices=_tags,
            already=lambda tag: (~Q(_carries(tag)), "without the tag"),
        ),
        Deed(
            slug="status",
            label="Status",
            icon="git-commit-horizontal",
            title="Set the status",
            done="Set the status of",
            needs=Can.CLIENTS_EDIT,
            perform=_move,
            choices=lambda by: lexicon.of(by.organisation).statuses,
            already=lambda status: (Q(status=status), "with this status already"),
        ),
        Deed(
            slug="owner",
            label="Owner",
            icon="user-cog",
            title="Change the owner",
            done="Changed the owner of",
            needs=Can.CLIENTS_OWN,
            perform=hand_over,
            terms=Terms.read,
            said=lambda data, _: terms_of(data),
            choices=lambda by: {m.pk: m for m in lexicon.of(by.organisation).active_members},
            already=lambda owner: (Q(owner=owner), "of this owner already"),
            none="Nobody",
        ),
        Deed(
            slug="field",
            label="Set a field",
            icon="text-cursor-input",
            title="Set a field",
            done="Set a field of",
            needs=Can.CLIENTS_EDIT,
            perform=set_value,
            choices=settables,
            terms=Wish.read,
            said=lambda data, settable: {"typed": settable.typed(data)},
            sets=True,
        ),
        Deed(
            slug="archive",
            label="Archive",
            icon="archive",
            title="Archive",
            done="Archived",
            needs=Can.CLIENTS_ARCHIVE,
            perform=_archive,
        ),
        Deed(
            slug="restore",
            label="Restore",
            icon="archive-restore",
            title="Restore",
            done="Restored",
            needs=Can.CLIENTS_ARCHIVE,
            perform=_restore,
            archived=True,
        ),
    )
}


def deeds_for(member: Member, filters: Filters) -> list[Deed]:
    """What the member may do to many clients of the list that the filters show."""
    fitting = [deed for deed in DEEDS.values() if deed.archived == filters.is_archived]
    return [deed for deed in fitting if deed.allowed_to(member)]
