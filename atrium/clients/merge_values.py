"""Which value stands for each field when clients are merged: that of one of them, chosen or by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from atrium.clients import details, fields
from atrium.clients.detail_locks import locked_for
from atrium.clients.models.client import Client
from atrium.clients.value_types import Where, is_unread
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

EXTRA = "field."


@dataclass(frozen=True)
class Choice:
    """A field: what each client says (key and words), and which of them stands."""

    name: str
    label: str
    offers: list[tuple[Client, str]]
    stands: Client
    needs: Can | None = None

    @property
    def differs(self) -> bool:
        """Whether there is something to choose."""
        return len({words for _, words in self.offers if words}) > 1

    @property
    def result(self) -> str:
        return next(words for client, words in self.offers if client is self.stands)

    @property
    def in_order(self) -> list[tuple[Client, str]]:
        """What each says, in the order of their numbers."""
        return sorted(self.offers, key=lambda offer: offer[0].number)


# Whose words are shown of them, and what changing one that is there takes.
_MORE = (
    ("kind", gettext_lazy("Kind"), None),
    ("status", gettext_lazy("Status"), None),
    ("owner", gettext_lazy("Owner"), Can.CLIENTS_OWN),
    ("external_id", gettext_lazy("External ID"), None),
)


def choices(clients: Sequence[Client], picks: Mapping[str, int], by: Member) -> list[Choice]:
    """Every field that one of them fills in; the first of ``clients`` stays.

    What is not picked is what the client that stays says, else the first that says anything.
    Refused where a pick names no client among them.
    """
    known = {client.pk: client for client in clients}
    found = []
    for name, label, needs, words in _told(clients, by):
        if not any(words):
            continue
        offers = list(zip(clients, words, strict=True))
        stands = next(client for client, said in offers if said)
        if name in picks:
            if picks[name] not in known:
                raise Refusal(
                    gettext("Choose the {label} of one of the clients that are merged.").format(
                        label=within(label, noun=True)
                    )
                )
            stands = known[picks[name]]
        found.append(Choice(name, label, offers, stands, needs))
    return found


def _told(clients: Sequence[Client], by: Member) -> list[tuple[str, str, Can | None, list[str]]]:
    told: list[tuple[str, str, Can | None, list[str]]] = [
        (
            name,
            detail.label,
            Can.ACCOUNTS_APPROVE if detail.guarded else None,
            [details.shown(client, name) for client in clients],
        )
        for name, detail in details.DETAILS.items()
    ]
    told[1:1] = [
        (name, label, needs, [_words(client, name) for client in clients])
        for name, label, needs in _MORE
    ]
    where = Where(by.organisation, by)
    for each in fields.seen_by(by):
        said = [client.extra.get(each.key) for client in clients]
        words = [
            ""
            if one is None
            else str(one["unread"])
            if is_unread(one)
            else each.sort.shown(one, each, where)
            for one in said
        ]
        told.append((f"{EXTRA}{each.key}", each.label, None, words))
    return told


def _words(client: Client, name: str) -> str:
    if name == "kind":
        return str(client.get_kind_display())
    return str(getattr(client, name) or "")


def settled(
    keep: Client, clients: Sequence[Client], chosen: Sequence[Choice], by: Member
) -> dict[str, Any]:
    """What to set on the client that stays. Refused for what the member may not change."""
    values: dict[str, Any] = {}
    extra = dict(keep.extra)
    kept = {f"{EXTRA}{field.key}" for field in fields.seen_by(by) if not field.changed_by(by)}
    kept |= locked_for(by)
    for choice in chosen:
        if choice.stands is keep:
            continue
        is_kept = choice.name in kept or (choice.needs and not by.can(choice.needs))
        if is_kept and _says(keep, choice):
            raise _locked(keep, choice)
        if choice.name.startswith(EXTRA):
            key = choice.name.removeprefix(EXTRA)
            extra[key] = choice.stands.extra.get(key)
        elif choice.name in {"status", "owner"}:
            values[f"{choice.name}_id"] = getattr(choice.stands, f"{choice.name}_id")
        else:
            values[choice.name] = getattr(choice.stands, choice.name)
    for client in clients:  # what the member may not know of is filled up, and never replaced
        extra |= {key: value for key, value in client.extra.items() if extra.get(key) is None}
    extra = {key: value for key, value in extra.items() if value is not None}
    if extra != keep.extra:
        values["extra"] = extra
    if "name" in values:
        values["name_key"] = fold(values["name"])[:400]
    if any(client.restricted for client in clients):
        values["restricted"] = True
    return values


def _locked(keep: Client, choice: Choice) -> Refusal:
    msg = gettext("You may not change the {choice} of {code}. Keep the one it has.")
    return Refusal(
        msg.format(choice=within(choice.label, noun=True), code=keep.code), field=choice.name
    )


def _says(client: Client, choice: Choice) -> bool:
    return any(words for one, words in choice.offers if one is client)
