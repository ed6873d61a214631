"""V01: rows written by the hundred hold what each was given, and so does the journal of them."""

from __future__ import annotations

from django.utils.timezone import now

from atrium.clients.models import Contact
from atrium.organisations.bulk import MANY
from atrium.organisations.fresh import fresh
from atrium.organisations.models import Member
from atrium.timeline.acting import acting
from atrium.timeline.models import Change
from atrium.timeline.values import as_json


def test_v01_what_some_rows_of_many_leave_empty_and_others_do_not(alice: Member) -> None:
    """A column that is empty in all rows, one that is so in the first, and one that is not in the first."""
    at = now()
    made = [
        fresh(
            Contact,
            {},
            name=f"Contact {n}",
            name_key=f"contact {n}",
            title="" if n != 7 else "Dr",
            given_name="Ann" if n == 0 else "",
            extra={"a": n} if n % 2 else {},
            archived_at=None if n < MANY else at,
            created_at=at,
        )
        for n in range(MANY + 3)
    ]
    with acting(by=alice, label="Added many") as act:
        act.insert_many(made)
    kept = {contact.pk: contact for contact in Contact.objects.filter(created_at=at)}
    changes = Change.objects.filter(model="clients.contact", object_id__in=list(kept))
    assert {pk: as_json(row) for pk, row in kept.items()} == {row.pk: as_json(row) for row in made}
    assert {c.object_id: c.after for c in changes} == {row.pk: as_json(row) for row in made}
