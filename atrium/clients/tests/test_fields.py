"""The fields of an organisation's own: definitions and values (V06)."""

from __future__ import annotations

import pytest

from atrium.clients import fields
from atrium.clients.details import ChangedMeanwhile
from atrium.clients.models import Client, Contact, Field, FieldKey, FieldSection, FieldState, Link
from atrium.clients.models.field_layout import lay_out, shift, tokens
from atrium.clients.taking_back import restore_value
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Change, Event
from atrium.timeline.undoing import undo

pytestmark = pytest.mark.usefixtures("no_fields")


@pytest.fixture
def make(alice: Member) -> Field:
    return Field.add(by=alice, label="Boiler make")


@pytest.fixture
def fee(alice: Member) -> Field:
    return Field.add(by=alice, label="Fee", type="number", filterable=True, options={"unit": "%"})


def told(client: Client) -> list[tuple[str, str, str]]:
    events = client.events.filter(kind="client.field_changed").order_by("id")
    return [
        (e.particulars["field"], e.particulars["before"], e.particulars["after"]) for e in events
    ]


def test_v06_a_value_is_set_and_cleared_told_and_journaled(
    bakery: Client, make: Field, fee: Field, bob: Member
) -> None:
    bakery.edit(by=bob, fields={make: " Ardenn 30 ", fee: "17,5 %"})
    assert bakery.extra == {"boiler_make": "Ardenn 30", "fee": 17.5}
    bakery.edit(by=bob, fields={make: ""})
    assert bakery.extra == {"fee": 17.5}
    assert told(bakery) == [
        ("boiler_make", "", "Ardenn 30"),
        ("fee", "", "17.5%"),
        ("boiler_make", "Ardenn 30", ""),
    ]
    last = Change.objects.to_row(bakery).latest("id")
    assert (last.before, last.after) == (
        {"extra.boiler_make": "Ardenn 30"},
        {"extra.boiler_make": None},
    )


def test_v06_undo_of_one_field_leaves_what_was_set_in_another_since(
    bakery: Client, make: Field, fee: Field, bob: Member
) -> None:
    bakery.edit(by=bob, fields={make: "Ardenn 30"})
    act = Act.objects.latest("id")
    bakery.edit(by=bob, fields={fee: "18"})
    assert undo(act, by=bob).left_alone == []
    bakery.refresh_from_db()
    assert bakery.extra == {"fee": 18}


def test_x04_one_old_value_of_a_field_is_restored(
    bakery: Client, make: Field, fee: Field, bob: Member
) -> None:
    for value in ("Ardenn", "Calorax"):
        bakery.edit(by=bob, fields={make: value, fee: "18"})
    event = bakery.events.filter(kind="client.field_changed").latest("id")
    bob.organisation.notice_lexicon()
    assert restore_value(bakery, event, by=bob) == "Boiler make"
    assert bakery.extra == {"boiler_make": "Ardenn", "fee": 18}


def test_v06_what_someone_else_set_meanwhile_is_not_overwritten(
    bakery: Client, make: Field, bob: Member
) -> None:
    bakery.edit(by=bob, fields={make: "Ardenn 30"})
    with pytest.raises(ChangedMeanwhile):
        bakery.edit(by=bob, fields={make: "Calorax"}, was={make: None})
    assert bakery.extra == {"boiler_make": "Ardenn 30"}


def test_v06_a_wrong_value_is_refused_at_its_field_and_nothing_is_kept(
    bakery: Client, make: Field, fee: Field, bob: Member
) -> None:
    with pytest.raises(Refusal) as refused:
        bakery.edit(by=bob, fields={make: "Ardenn 30", fee: "lots"})
    assert refused.value.field == "field.fee"
    bakery.refresh_from_db()
    assert bakery.extra == {}


def test_v06_a_required_field_cannot_be_emptied(bakery: Client, alice: Member) -> None:
    due = Field.add(by=alice, label="Gas record", type="date", required=True)
    bakery.edit(by=alice, fields={due: "2026-11-24"})
    with pytest.raises(Refusal, match="Gas record is required"):
        bakery.edit(by=alice, fields={due: ""})
    alice.organisation.notice_lexicon()
    assert [f.key for f in fields.required_of(alice.organisation)] == ["gas_record"]
    assert fields.lacking(bakery, alice.organisation) == []


def test_v06_a_field_for_managers_is_refused_to_staff_whoever_asks(
    bakery: Client, alice: Member, bob: Member
) -> None:
    margin = Field.add(by=alice, label="Margin", type="money", min_role="manager")
    with pytest.raises(Refusal, match="Your role does not let you change Margin"):
        bakery.edit(by=bob, fields={margin: "12"})
    bakery.edit(by=alice, fields={margin: "12"})
    assert Act.objects.latest("id").label == "Changed details of Vincent's Bakery"
    bob.organisation.notice_lexicon()
    assert (fields.named(bob, "margin"), fields.hidden_from(bob)) == (None, [margin.pk])


def test_v06_something_new_begins_with_the_defaults(new_client: NewClient, alice: Member) -> None:
    fuel = Field.add(
        by=alice,
        label="Fuel",
        type="choice",
        options={"choices": ["Gas", "Oil"]},
        default="Gas",
    )
    assert new_client("One").extra == {"fuel": "gas"}
    assert new_client("Two", fields={fuel: "Oil"}).extra == {"fuel": "oil"}


def test_v06_a_renamed_choice_is_renamed_everywhere_and_one_off_the_list_stays(
    bakery: Client, alice: Member
) -> None:
    fuel = Field.add(by=alice, label="Fuel", type="choice", options={"choices": ["Gas", "Oil"]})
    bakery.edit(by=alice, fields={fuel: "Oil"})
    choices = [{"key": "gas", "label": "Mains gas"}, {"key": "oil", "label": "Oil", "gone": True}]
    fuel.edit(by=alice, options={"choices": choices})
    alice.organisation.notice_lexicon()
    assert fields.Sheet(bakery, alice).groups[0].lines[0].text == "Oil"
    with pytest.raises(Refusal, match="Choose one of Mains gas"):
        bakery.edit(by=alice, fields={fuel: "Coal"})


def test_v06_a_retired_field_is_gone_from_view_and_comes_back_with_its_values(
    bakery: Client, make: Field, alice: Member
) -> None:
    bakery.edit(by=alice, fields={make: "Ardenn 30"})
    make.retire(by=alice)
    alice.organisation.notice_lexicon()
    assert (fields.of(alice.organisation), bakery.extra) == ([], {"boiler_make": "Ardenn 30"})
    with pytest.raises(Refusal, match="Restore it"):
        Field.add(by=alice, label="boiler MAKE")
    make.restore(by=alice)
    alice.organisation.notice_lexicon()
    assert fields.Sheet(bakery, alice).groups[0].lines[0].text == "Ardenn 30"


def test_v06_keys_are_for_programs_and_never_given_twice(make: Field, alice: Member) -> None:
    make.retire(by=alice)
    make.state = FieldState.GONE
    make.save()
    assert Field.add(by=alice, label="Boiler make").key == "boiler_make_2"
    assert Field.add(by=alice, label="Größe").key == "grosse"
    assert Field.add(by=alice, label="Boiler make", subject="contact").key == "boiler_make"


def test_v06_fields_and_headings_are_ordered_as_one_list(alice: Member) -> None:
    a, b = (Field.add(by=alice, label=label) for label in "AB")
    heat, rest = (FieldSection.add(by=alice, label=label) for label in ("Heating", "Rest"))
    lay_out("client", [f"f{b.pk}", f"s{heat.pk}", f"f{a.pk}"], by=alice)
    assert tokens("client") == [f"f{b.pk}", f"s{heat.pk}", f"f{a.pk}", f"s{rest.pk}"]
    shift("client", f"f{a.pk}", down=True, by=alice)
    a.refresh_from_db()
    assert a.section == rest
    shift("client", f"s{rest.pk}", down=False, by=alice)
    assert tokens("client") == [f"f{b.pk}", f"s{rest.pk}", f"f{a.pk}", f"s{heat.pk}"]
    rest.retire(by=alice)
    assert tokens("client") == [f"f{b.pk}", f"f{a.pk}", f"s{heat.pk}"]


def test_v06_keys_of_filterable_fields_follow_every_change(
    bakery: Client, fee: Field, make: Field, bob: Member
) -> None:
    def keys() -> list[tuple[int, str | None, float | None]]:
        return list(FieldKey.objects.order_by("id").values_list("field_id", "text", "number"))

    bakery.edit(by=bob, fields={fee: "17.5", make: "Ardenn"})
    assert keys() == [(fee.pk, None, 17.5)]
    bakery.edit(by=bob, fields={fee: "18"})
    assert keys() == [(fee.pk, None, 18.0)]
    undo(Act.objects.latest("id"), by=bob)
    assert keys() == [(fee.pk, None, 17.5)]
    bakery.edit(by=bob, fields={fee: ""})
    assert keys() == []


@pytest.mark.django_db(transaction=True)
def test_v06_a_field_that_becomes_filterable_is_keyed_by_the_queue(
    bakery: Client, make: Field, alice: Member, acme: Organisation
) -> None:
    bakery.edit(by=alice, fields={make: "Ardenn 30"})
    make.edit(by=alice, filterable=True)
    make.refresh_from_db()
    assert make.keyed
    assert list(FieldKey.objects.values_list("text", flat=True)) == ["ardenn 30"]


def test_v06_a_contact_has_fields_too_told_to_its_clients(
    bakery: Client, alice: Member, bob: Member
) -> None:
    diet = Field.add(by=alice, label="Diet", subject="contact", filterable=True)
    mina = Contact.add(by=bob, given_name="Mina", fields={diet: "Vegan"})
    Link.make(bakery, mina, by=bob)
    mina.edit(by=bob, fields={diet: "None"})
    event = Event.objects.latest("id")
    assert (mina.extra, event.kind, event.client) == (
        {"diet": "None"},
        "client.field_changed",
        bakery,
    )
    assert str(event.sentence) == (
        "Bob Birch changed “Diet” of Mina from <b>Vegan</b> to <b>None</b>"
    )
    assert list(FieldKey.objects.values_list("contact", "text")) == [(mina.pk, "none")]
