"""Keeps FieldKey in step with the values of filterable fields, with few statements however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.db import transaction

from atrium.clients.models import Client, Contact, Field, FieldKey, FieldState, Subject
from atrium.clients.value_types import Key, Where, is_unread
from atrium.organisations import current
from atrium.organisations.bulk import bulk_append
from atrium.organisations.models import Organisation

AT_A_TIME = 1000
_MODELS: dict[str, Any] = {Subject.CLIENT: Client, Subject.CONTACT: Contact}


def follow(rows: Sequence[Client] | Sequence[Contact], *, new: bool = False) -> None:
    """Make the keys of these rows what their values say now, inside the transaction of the change.

    Those of ``new`` rows are not looked for: there are none yet.
    """
    if not rows:
        return
    subject = Subject.CLIENT if isinstance(rows[0], Client) else Subject.CONTACT
    fields = list(Field.objects.filter(subject=subject, filterable=True, state=FieldState.LIVE))
    if fields:
        for some in batched(rows, AT_A_TIME):
            _follow(some, fields, subject, new=new)


def rebuild(field_key: int) -> int:
    """Write all keys of a field, some records at a time; answers how many records have a value."""
    field = Field.objects.filter(pk=field_key, filterable=True).first()
    if field is None:
        return 0
    holders = _MODELS[field.subject].objects.filter(extra__has_key=field.key).order_by("pk")
    FieldKey.objects.filter(field=field)._raw_delete("default")  # noqa: SLF001 - delete() would load the rows
    last = count = 0
    while keys := list(holders.filter(pk__gt=last).values_list("pk", flat=True)[:AT_A_TIME]):
        with transaction.atomic():
            rows = _MODELS[field.subject].objects.filter(pk__in=keys).order_by("pk")
            _follow(list(rows.select_for_update(of=("self",))), [field], field.subject)
        last, count = keys[-1], count + len(keys)
    with transaction.atomic():
        Field.objects.filter(pk=field.pk).update(keyed=True)
        field.organisation.forget_lexicon()
    return count


def _follow(rows: Sequence[Any], fields: list[Field], subject: str, *, new: bool = False) -> None:
    by = subject
    have: defaultdict[tuple[int, int], dict[Key, int]] = defaultdict(dict)
    if not new:
        kept = FieldKey.objects.filter(**{f"{by}__in": [row.pk for row in rows]}, field__in=fields)
        for pk, field, row, text, number in kept.values_list(
            "pk", "field_id", f"{by}_id", "text", "number"
        ):
            have[row, field][text if number is None else number] = pk
    held = have or any(field.key in row.extra for row in rows for field in fields)
    if not held:
        return
    where = Where(Organisation.objects.get(pk=current.required()))
    more: list[FieldKey] = []
    gone: list[int] = []
    for row in rows:
        for field in fields:
            had = have.get((row.pk, field.pk), {})
            now = set(_keys(field, row.extra.get(field.key), where))
            gone += [pk for key, pk in had.items() if key not in now]
            more += [_row(field, row, key, by) for key in now if key not in had]
    if gone:
        for some in batched(gone, AT_A_TIME):
            FieldKey.objects.filter(pk__in=some)._raw_delete("default")  # noqa: SLF001 - derived rows, by key
    bulk_append(more)


def _keys(field: Field, value: Any, where: Where) -> list[Key]:
    if value is None or is_unread(value):
        return []
    return field.sort.keys(value, field, where)


def _row(field: Field, row: Any, key: Key, by: str) -> FieldKey:
    held = {"number": key} if isinstance(key, float) else {"text": key}
    return FieldKey(field_id=field.pk, **{f"{by}_id": row.pk}, **held)
