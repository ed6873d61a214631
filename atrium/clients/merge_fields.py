"""Fields that name a client: what lists narrow by names the one that stays after a merge.

Values that no key is kept of are left as they are: an old identifier is read as the client that it
was merged into (value_types/where.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.field import Field
from atrium.clients.models.field_key import FieldKey
from atrium.timeline.acting import Acting


def repoint(act: Acting, keep: Client, absorb: Sequence[Client]) -> None:
    """Let other records name ``keep`` where they named one of ``absorb``."""
    old = {str(client.public_id) for client in absorb}
    inside = {keep.pk, *(client.pk for client in absorb)}
    for field in Field.objects.filter(type="client", filterable=True):
        keys = FieldKey.objects.filter(field=field, text__in=old)
        for model, name in ((Client, "client_id"), (Contact, "contact_id")):
            holders = set(keys.exclude(**{name: None}).values_list(name, flat=True))
            rows: Any = model.objects.filter(pk__in=holders).order_by("pk")
            for row in act.lock_many(rows):
                if not (model is Client and row.pk in inside) and row.extra.get(field.key) in old:
                    act.change(row, extra=row.extra | {field.key: str(keep.public_id)})
