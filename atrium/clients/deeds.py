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
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
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
    ``done`` says what was done to so many, ``choices`` what there is to choose from; ``terms`` makes of the choice and what else was said
    what ``perform`` is given, ``said`` reads that from a form. ``becomes`` is what clients become by it. ``already`` finds those that need nothing, for the plan.
    """

    slug: str
    label: str
    icon: str
    title: str
    done: Callable[[int], str]
    needs: Can
    perform: Perform
    choices: Choices | None = None
    terms: Callable[[Any, dict[str, Any]], Any] | None = None
    said: Callable[[QueryDict, Any], dict[str, Any]] | None = None
    already: Already | None = None
    sets: bool = False
    becomes: str = ""
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
    return dict.fromkeys(has, gettext("has the tag already"))


def _take_tag(act: Acting, clients: list[Client], tag: Any) -> Reasons:
    taggings = list(_tagged(clients, tag))
    has = {tagging.client_id for tagging in taggings}
    act.remove_many(taggings)
    act.record_many((TagRemoved(tag=tag.label), c) for c in clients if c.pk in has)
    return {c.pk: gettext("does not have the tag") for c in clients if c.pk not in has}


def _tagged(clients: list[Client], tag: Any) -> Any:
    return Tagging.objects.filter(tag=tag, client__in=[client.pk for client in clients])


def _move(act: Acting, clients: list[Client], status: Any) -> Reasons:
    words = lexicon.of(status.organisation).statuses
    before = {client.pk: words[client.status_id].label for client in clients}
    moved = act.change_many(clients, status=status)
    act.record_many(
        (StatusChanged(before=before[client.pk], after=status.label), client) for client in moved
    )
    return _rest(clients, moved, gettext("has this status already"))


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
            label=gettext_lazy("Tag"),
            icon="tag",
            title=gettext_lazy("Tag"),
            done=lambda count: ngettext("Tagged {count} client", "Tagged {count} clients", count),
            needs=Can.CLIENTS_EDIT,
            perform=_put_tag,
            choices=_tags,
            already=lambda tag: (Q(_carries(tag)), gettext("with the tag already")),
        ),
        Deed(
            slug="untag",
            label=gettext_lazy("Take tag off"),
            icon="x",
            title=gettext_lazy("Take a tag off"),
            done=lambda count: ngettext(
                "Took the tag off {count} client", "Took the tag off {count} clients", count
            ),
            needs=Can.CLIENTS_EDIT,
            perform=_take_tag,
            choices=_tags,
            already=lambda tag: (~Q(_carries(tag)), gettext("without the tag")),
        ),
        Deed(
            slug="status",
            label=gettext_lazy("Status"),
            icon="git-commit-horizontal",
            title=gettext_lazy("Set the status"),
            done=lambda count: ngettext(
                "Set the status of {count} client", "Set the status of {count} clients", count
            ),
            needs=Can.CLIENTS_EDIT,
            perform=_move,
            choices=lambda by: lexicon.of(by.organisation).statuses,
            already=lambda status: (Q(status=status), gettext("with this status already")),
        ),
        Deed(
            slug="owner",
            label=gettext_lazy("Owner"),
            icon="user-cog",
            title=gettext_lazy("Change the owner"),
            done=lambda count: ngettext(
                "Changed the owner of {count} client", "Changed the owner of {count} clients", count
            ),
            needs=Can.CLIENTS_OWN,
            perform=hand_over,
            terms=Terms.read,
            said=lambda data, _: terms_of(data),
            choices=lambda by: {m.pk: m for m in lexicon.of(by.organisation).active_members},
            already=lambda owner: (Q(owner=owner), gettext("of this owner already")),
            none=gettext_lazy("Nobody"),
        ),
        Deed(
            slug="field",
            label=gettext_lazy("Set a field"),
            icon="text-cursor-input",
            title=gettext_lazy("Set a field"),
            done=lambda count: ngettext(
                "Set a field of {count} client", "Set a field of {count} clients", count
            ),
            needs=Can.CLIENTS_EDIT,
            perform=set_value,
            choices=settables,
            terms=Wish.read,
            said=lambda data, settable: {"typed": settable.typed(data)},
            sets=True,
        ),
        Deed(
            slug="archive",
            label=gettext_lazy("Archive"),
            icon="archive",
            title=gettext_lazy("Archive"),
            done=lambda count: ngettext(
                "Archived {count} client", "Archived {count} clients", count
            ),
            becomes=gettext_lazy("archived"),
            needs=Can.CLIENTS_ARCHIVE,
            perform=_archive,
        ),
        Deed(
            slug="restore",
            label=gettext_lazy("Restore"),
            icon="archive-restore",
            title=gettext_lazy("Restore"),
            done=lambda count: ngettext(
                "Restored {count} client", "Restored {count} clients", count
            ),
            becomes=gettext_lazy("restored"),
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
