"""What can be done to many clients at once, each deed with few statements for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import now

from atrium.clients import lexicon
from atrium.clients.events import (
    Archived,
    FieldChanged,
    Restored,
    StatusChanged,
    TagAdded,
    TagRemoved,
)
from atrium.clients.field_values import Setting, merged, told
from atrium.clients.filters import Filters
from atrium.clients.handing import Terms, hand_over
from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Client, Field, FieldState, State, Subject, Tagging
from atrium.clients.value_types import Where, offered
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting

type Reasons = dict[int, str]
type Perform = Callable[[Acting, list[Client], Any], Reasons]
type Choices = Callable[[Lexicon], Mapping[Any, Any]]


@dataclass(frozen=True)
class Choosable:
    """One choice of one field."""

    field: Field
    value: str
    label: str

    def __str__(self) -> str:
        return f"{self.field.label}: {self.label}"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that can be done to many clients.

    ``perform`` does it to all it fits and answers why not for the others, by their keys.
    ``done`` says what was done, ``choices`` what there is to choose from; ``terms`` makes of the choice and what else was said
    what ``perform`` is given.
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
    none: str = ""
    archived: bool = False

    def allowed_to(self, member: Member) -> bool:
        return member.can(Can.CLIENTS_BULK) and member.can(self.needs)

    @property
    def asks(self) -> bool:
        """Whether something has to be chosen first."""
        return self.choices is not None

    def options(self, words: Lexicon) -> list[tuple[str, str]]:
        """What can be chosen, as value and label."""
        chosen: Mapping[Any, Any] = self.choices(words) if self.choices else {}
        none = [("none", self.none)] if self.none else []
        return none + [(str(key), str(word)) for key, word in chosen.items()]

    def choice(self, words: Lexicon, value: str) -> Any:
        """The row that a value names; None for nobody. Raises KeyError for one that is not there."""
        if self.choices is None or (self.none and value == "none"):
            return None
        by_text = {str(key): row for key, row in self.choices(words).items()}
        return by_text[value]


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


def _choosable(words: Lexicon) -> dict[str, Choosable]:
    """Every choice of the fields that everybody sees, in the order of the settings."""
    fields = [f for f in words.fields.values() if f.state == FieldState.LIVE and f.seen_by_all]
    return {
        f"{field.key}={choice['key']}": Choosable(field, choice["key"], choice["label"])
        for field in fields
        if field.subject == Subject.CLIENT and field.sort.control == "choice"
        for choice in offered(field)
    }


def _classify(act: Acting, clients: list[Client], chosen: Choosable) -> Reasons:
    field, value = chosen.field, chosen.value
    settings = {c: Setting(field, c.extra.get(field.key), value) for c in clients}
    differ = [c for c in clients if settings[c].before != value]
    act.change_each((c, {"extra": merged(c.extra, [settings[c]])}) for c in differ)
    where = Where(field.organisation)
    act.record_many(
        (FieldChanged(field=field.key, label=field.label, before=before, after=after), c, field)
        for c in differ
        for _, before, after in told([settings[c]], where)
    )
    return _rest(clients, differ, f"has this {field.word} already")


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
            choices=lambda words: words.tags,
        ),
        Deed(
            slug="untag",
            label="Take tag off",
            icon="x",
            title="Take a tag off",
            done="Took the tag off",
            needs=Can.CLIENTS_EDIT,
            perform=_take_tag,
            choices=lambda words: words.tags,
        ),
        Deed(
            slug="status",
            label="Status",
            icon="git-commit-horizontal",
            title="Set the status",
            done="Set the status of",
            needs=Can.CLIENTS_EDIT,
            perform=_move,
            choices=lambda words: words.statuses,
        ),
        Deed(
            slug="classify",
            label="Classify",
            icon="shapes",
            title="Classify",
            done="Classified",
            needs=Can.CLIENTS_EDIT,
            perform=_classify,
            choices=_choosable,
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
            choices=lambda words: {m.pk: m for m in words.active_members},
            none="Nobody",
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
