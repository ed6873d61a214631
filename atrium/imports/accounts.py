"""Account details in a file: what is empty is filled, what is filled is asked for (B03)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.currencies import CURRENCIES
from atrium.profile.account_fields import FIELDS, Reading, Value, Values, in_force, read_all
from atrium.profile.events import AccountFilled
from atrium.profile.models import AccountDetails
from atrium.profile.models.account_details import differences, is_empty, standing_of

if TYPE_CHECKING:
    from atrium.imports.content import Content
    from atrium.imports.draft import Draft
    from atrium.organisations.models import Organisation
    from atrium.timeline.acting import Acting


def settle(content: Content, organisation: Organisation) -> None:
    """Leave out what fits no account detail, and say so: nothing half right is kept of money."""
    for name, typed in list(content.account.items()):
        try:
            _value(name, typed, Client(organisation=organisation), content.account)
        except Refusal as refusal:
            del content.account[name]
            reason = gettext("“{typed}” is not taken as {label}. {refusal}").format(
                typed=typed[:40], label=within(FIELDS[name].label, noun=True), refusal=refusal
            )
            content.problems.append([str(FIELDS[name].label), reason, False])


def learn(found: dict[int, Draft]) -> None:
    """Let the drafts know the account details that stand, by one statement."""
    own = AccountDetails.of_many(found)
    for key, draft in found.items():
        draft.standing = standing_of(draft.client, own.get(key))


def meet(draft: Draft, wanted: dict[str, str], organisation: Organisation) -> None:
    """Sort what a row says into what is filled and what is asked for, and tell both."""
    client = draft.client
    client.organisation = organisation
    standing = draft.standing or standing_of(client, None)
    texts = draft.filled | draft.asked | wanted
    for name in (name for name in FIELDS if name in wanted):
        typed = wanted[name]
        value = _value(name, typed, client, texts, standing)
        if value == standing[name] or draft.filled.get(name) == typed:
            continue
        kept = draft.filled if is_empty(standing, name) else draft.asked
        kept[name] = typed
        field, currency = FIELDS[name], _currency(name, typed, client, texts, standing)
        label = (
            field.label
            if kept is draft.filled
            else gettext("{field} (asks for approval)").format(field=field.label)
        )
        before = field.shown(standing[name], in_force(standing, client))
        draft.differ(label, before, field.shown(value, currency))


def fill(drafts: Iterable[Draft], organisation: Organisation, act: Acting) -> dict[int, str]:
    """Write what was empty; why not, by the place of the draft, where it does not fit together."""
    filling = [draft for draft in drafts if draft.filled]
    refused: dict[int, str] = {}
    rows = AccountDetails.rows_of([d.client.pk for d in filling if not d.new]) if filling else {}
    told, new = [], []
    for draft in filling:
        client = draft.client
        client.organisation = organisation
        standing = draft.standing or standing_of(client, None)
        values, wrong = read_all(client, standing, draft.filled)
        if wrong:
            refused[id(draft)] = " ".join(wrong.values())
            continue
        row = rows.get(client.pk)
        if row is None:
            new.append(AccountDetails(client=client, **values))
        else:
            act.change(row, **values)
        told.append((AccountFilled(changes=differences(client, standing, values)), client))
    act.insert_many(new)
    act.record_many(told)
    return refused


def _value(
    name: str, typed: str, client: Client, texts: dict[str, str], standing: Values | None = None
) -> Value:
    currency = _currency(name, typed, client, texts, standing)
    return FIELDS[name].value(Reading(client=client, currency=currency), typed)


def _currency(
    name: str, typed: str, client: Client, texts: dict[str, str], standing: Values | None
) -> str:
    """That of the amounts in a row: what the text or the row itself says, else what stands."""
    last = typed.rsplit(maxsplit=1)[-1].upper() if name == "credit_limit" and typed.split() else ""
    if last in CURRENCIES:
        return last
    said = texts.get("currency", "").strip().upper()
    return said if said in CURRENCIES else in_force(standing or {}, client)
