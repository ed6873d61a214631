"""What an erasure reads ahead changes through the journal alone: each test of the house is watched for it (X11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

import atrium
from atrium.clients.models import Client, Contact, NoContact
from atrium.foundation.personal import KEPT
from atrium.integrations.tests.one_of_each import one_of_each
from atrium.organisations.models import Member, Organisation
from atrium.privacy.looking import AHEAD, TAKEN, Looked
from atrium.privacy.person import Person
from atrium.privacy.wiping import naming, read_ahead
from atrium.testing.journalled import PastTheJournal, watched
from atrium.timeline.acting import acting

pytestmark = pytest.mark.django_db
ONLY_ADDED = {"timeline.Event", "timeline.Change"}
EACH = sorted(AHEAD)
NAME = "Ottoka Vrbinsky"
CHANGED = [model for model in EACH if model not in ONLY_ADDED]


def texts(model: str) -> tuple[str, ...]:
    return next(names for kept, names in read_ahead() if kept.model == model)


def saying(model: str, name: str, word: str) -> Any:
    """A value for the field that names somebody."""
    field = KEPT[model].table._meta.get_field(name)
    return {"1": word} if isinstance(field, models.JSONField) else word


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize("model", EACH)
def test_x11_a_table_that_is_read_ahead_is_written_past_the_journal_by_nobody(model: str) -> None:
    table: Any = KEPT[model].table
    names = [name for name in texts(model) if name != TAKEN.get(model, ("",))[0]]
    assert len(watched()[table._meta.db_table]) == len(names) > 0
    past = compile(
        "table.objects.update(**values)", f"{atrium.__path__[0]}/clients/past.py", "exec"
    )
    for name in names:
        values = {name: saying(model, name, NAME)}
        with pytest.raises(PastTheJournal, match=f"{name} changed without acting"):
            exec(past, {"table": table, "values": values})  # noqa: S102 - a line of ours, in a file of the house


@pytest.mark.parametrize("model", CHANGED)
def test_x11_what_changes_after_it_was_read_ahead_is_found_by_the_journal(
    model: str, acme: Organisation, alice: Member, bakery: Client
) -> None:
    one_of_each(acme, alice, bakery)
    kept, table, names = KEPT[model], KEPT[model].table, texts(model)
    row = table._default_manager.order_by("pk").first()
    assert row is not None, f"one_of_each() makes none of {model}"
    bakery.edit(by=alice, name=NAME)
    person = Person(Client.objects.get(pk=bakery.pk))
    for name in names:
        looked = Looked()
        looked.look(kept, names, naming(person, kept, names))
        with acting(by=alice, label="Changed") as act:
            act.change(act.lock(row), **{name: saying(model, name, NAME)})
        found = looked.narrowed(kept, names, naming(person, kept, names))
        assert row.pk in found.values_list("pk", flat=True)


@pytest.mark.parametrize("model", sorted(TAKEN))
def test_x11_a_text_that_is_taken_over_is_found_where_it_went(
    model: str, alice: Member, bakery: Client
) -> None:
    name, source, about = TAKEN[model]
    assert source == "clients.NoContact"
    contact = Contact.add(by=alice, given_name="Ottoka", family_name="Vrbinsky")
    kept, names, person = KEPT[model], texts(model), Person(contact)
    whom: Any = (
        bakery
        if about == "client_id"
        else Contact.add(by=alice, given_name="Karl", family_name="Zelwig")
    )
    looked = Looked()
    looked.look(kept, names, naming(person, kept, names))
    bar = NoContact.place(whom, by=alice, channel="any", reason=f"As {NAME} wished")
    assert name in names
    for said in (True, False):
        rows = looked.narrowed(kept, names, naming(person, kept, names))
        assert (whom.pk in rows.values_list("pk", flat=True)) is said
        if said:
            bar.lift(by=alice, reason="Not any more")
