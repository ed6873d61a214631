"""What leaves one organisation and comes into another is the same there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from atrium.clients import lexicon
from atrium.clients.models import Client, Field, Rule, Status, Tag
from atrium.configuration.document import as_text, read, written
from atrium.configuration.plan import Does, Plan, preview, take_in
from atrium.configuration.taking_back import pass_for, take_back
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Member, OwnRole
from atrium.organisations.permissions import Can, Role, permissions_of
from atrium.privacy.models import RetentionRule
from atrium.timeline.models import Act, Change


def problems(plan: Plan) -> list[tuple[str, str, str]]:
    return [(x.part.slug, x.name, x.why) for x in plan.lines if x.does is Does.CANNOT]


def a_file(**parts: Any) -> dict[str, Any]:
    text = json.dumps({"format": "atrium-configuration", "version": 1, "parts": parts})
    return read(text)


def outcomes(plan: Plan) -> list[tuple[str, str]]:
    return [(line.name, line.does.value) for line in plan.lines]


def test_j24_what_is_exported_imported_and_exported_again_is_equal(
    set_up: Member, charlie: Member
) -> None:
    sent = as_text(written(set_up))
    with current.entered(charlie.organisation):
        plan = preview(read(sent), by=charlie)
        assert problems(plan) == []
        done = take_in(read(sent), by=charlie, mark=plan.mark)
        assert done.mark == plan.mark
        assert done.act is not None
        assert written(charlie)["parts"] == read(sent)["parts"]
        assert as_text(written(charlie)) == sent
        again = take_in(read(sent), by=charlie)
        assert {line.does for line in again.lines} == {Does.SAME}
        assert again.act is None


def test_j24_a_preview_changes_nothing(set_up: Member, charlie: Member) -> None:
    sent = written(set_up)
    with current.entered(charlie.organisation):
        before, acts = as_text(written(charlie)), Act.objects.count()
        plan = preview(sent, by=charlie)
        assert plan.counts["added"] > 20
        assert Act.objects.count() == acts
        assert as_text(written(charlie)) == before
        assert charlie.organisation.country == "GB"


def test_j24_words_are_known_by_their_names_and_not_by_keys(
    set_up: Member, charlie: Member
) -> None:
    sent = written(set_up)
    with current.entered(charlie.organisation):
        take_in(sent, by=charlie)
        rule = Rule.objects.get(condition="tag")
        assert rule.value == str(Tag.objects.get(label="Newsletter").pk)
        assert rule.target == "boiler_make"
        kept = RetentionRule.objects.get(sort="leads")
        assert kept.statuses == [str(Status.objects.get(label="Key account").public_id)]
    text = as_text(sent)
    with current.entered(set_up.organisation):
        assert not [s for s in Status.objects.all() if str(s.public_id) in text]


def test_j24_nothing_is_removed_and_what_stays_is_named(alice: Member) -> None:
    plan = take_in(a_file(tags=[{"label": "vip", "hue": 2}, {"label": "Fresh"}]), by=alice)
    assert outcomes(plan) == [("vip", "changed"), ("Fresh", "added")]
    assert [name for _, name in plan.stays] == ["Referral"]
    assert {(t.label, t.hue) for t in Tag.objects.all()} == {
        ("vip", 2),
        ("Fresh", 1),
        ("Referral", 5),
    }


def test_j24_an_import_is_one_act_and_is_undone_at_once(
    set_up: Member, charlie: Member, new_member: Any
) -> None:
    sent = written(set_up)
    with current.entered(charlie.organisation):
        before = as_text(written(charlie))
        plan = take_in(sent, by=charlie)
        assert plan.act is not None
        held = pass_for(plan.act)
        undoing = take_back(held, by=charlie)
        assert undoing.left_alone == []
        charlie.organisation.refresh_from_db()
        assert as_text(written(charlie)) == before
        with pytest.raises(Refusal, match="undone already"):
            take_back(held, by=charlie)


def test_j24_the_undo_is_for_who_imported_and_for_imports_alone(
    alice: Member, charlie: Member, new_member: Any
) -> None:
    anna = new_member("Anna Elm", Role.ADMIN)
    plan = take_in(a_file(tags=[{"label": "Fresh"}]), by=alice)
    assert plan.act is not None
    with pytest.raises(Refusal, match="undone no more"):
        take_back(pass_for(plan.act), by=anna)
    with pytest.raises(Refusal, match="undone no more"):
        take_back(str(plan.act), by=alice)
    with current.entered(charlie.organisation), pytest.raises(Refusal, match="undone no more"):
        take_back(pass_for(plan.act), by=charlie)


def test_j24_what_is_used_meanwhile_stays_when_the_import_is_undone(
    alice: Member, bakery: Client
) -> None:
    plan = take_in(a_file(tags=[{"label": "Fresh"}, {"label": "Other"}]), by=alice)
    assert plan.act is not None
    Tag.objects.get(label="Fresh").put_on(bakery, by=alice)
    undoing = take_back(pass_for(plan.act), by=alice)
    assert [str(left.reason) for left in undoing.left_alone] == ["something else needs it"]
    assert {t.label for t in Tag.objects.all()} == {"VIP", "Referral", "Fresh"}


def test_j24_what_cannot_be_is_named_and_the_rest_is_done(alice: Member) -> None:
    sent = a_file(
        tags=[{"label": "A"}, {"label": "a"}, {"label": ""}, {"hue": 1}, {"label": "B", "hue": 11}],
        statuses=[
            {"label": "Z", "tone": "loud"},
            {"label": "Y", "tone": 1},
            {"label": "X", "id": 1},
        ],
        rules=[
            {"condition": "tag", "value": "Nobody", "requirement": "owner", "target": ""},
            {"condition": "moon", "value": "", "requirement": "owner", "target": ""},
        ],
        fields=[
            {"subject": "client", "key": "x", "label": "X", "type": "riddle"},
            {"subject": "moon", "key": "x", "label": "X", "type": "text"},
            {"subject": "client", "key": "y", "label": "Y", "type": "text", "section": "Nowhere"},
        ],
        retention=[
            {"sort": "invoices", "months": 1},
            {"sort": "leads", "months": 9, "statuses": ["?"]},
        ],
    )
    plan = take_in(sent, by=alice)
    assert [line.name for line in plan.lines if line.does is Does.ADDED] == ["A"]
    told = [why for _, _, why in problems(plan)]
    assert len(told) == 14
    assert "It stands twice in the file." in told
    assert "Say its label." in told
    assert "“tone” is a text." in told
    assert "“id” is not known here; known are label, tone, is_closed, is_default." in told
    assert "There is no section “Nowhere” here." in told
    assert "There is no status “?” here." in told
    assert all(told)


def test_j24_a_file_of_another_organisation_names_no_row_of_it(
    set_up: Member, charlie: Member, bakery: Client
) -> None:
    """Keys of Acme's rows are words like any other to whoever takes the file in."""
    tag = Tag.objects.get(label="Newsletter")
    with current.entered(charlie.organisation):
        sent = a_file(
            rules=[{"condition": "tag", "value": str(tag.pk), "requirement": "owner", "target": ""}],
            fields=[{"subject": "client", "key": "c", "label": "C", "type": "client",
                     "default": str(bakery.public_id)}],
        )  # fmt: skip
        plan = take_in(sent, by=charlie)
        assert [line.does for line in plan.lines] == [Does.CANNOT, Does.CANNOT]
        assert not Change.objects.filter(act__actor=charlie, model="clients.rule").exists()


def test_j24_a_field_of_another_type_stays_and_a_retired_one_comes_back(set_up: Member) -> None:
    field = Field.objects.get(key="boiler_make")
    sent = written(set_up)
    field.retire(by=set_up)
    made = next(x for x in sent["parts"]["fields"] if x["key"] == "boiler_make")
    plan = take_in(a_file(fields=[made]), by=set_up)
    assert outcomes(plan) == [("Boiler make", "added")]
    field.refresh_from_db()
    assert field.is_live
    plan = take_in(a_file(fields=[made | {"type": "text"}]), by=set_up)
    assert problems(plan)[0][2].startswith("It holds “choice” here")


def test_j24_a_choice_that_the_file_lacks_is_kept_for_the_values_that_have_it(
    set_up: Member,
) -> None:
    made = next(x for x in written(set_up)["parts"]["fields"] if x["key"] == "boiler_make")
    kept = made["options"]["choices"][:1]
    take_in(a_file(fields=[made | {"options": {"choices": kept}}]), by=set_up)
    field = Field.objects.get(key="boiler_make")
    assert [x.get("gone", False) for x in field.options["choices"]] == [False, True]


def test_j24_an_admin_neither_reads_nor_takes_in_beyond_their_role(
    set_up: Member, new_member: Any
) -> None:
    anna = new_member("Anna Elm", Role.ADMIN)
    Field.objects.get(key="boiler_make").edit(by=set_up, min_role=Role.OWNER)
    told = written(anna)
    assert "Boiler make" not in as_text(told["parts"]["fields"])
    sent = a_file(
        **{"own-roles": [{"name": "Boss", "base": "admin", "permissions": ["owners:manage"]}]}
    )
    plan = take_in(sent, by=anna)
    assert len(problems(plan)) == 1
    assert not OwnRole.objects.filter(name="Boss").exists()


def test_j24_a_role_without_a_permission_takes_in_what_it_may(
    set_up: Member, new_member: Any
) -> None:
    role = OwnRole.make(
        "Caretaker",
        base=Role.ADMIN,
        permissions=permissions_of(Role.ADMIN, "") - {Can.PRIVACY_MANAGE},
        by=set_up,
    )
    anna = new_member("Anna Elm", Role.ADMIN)
    anna.change_role(role, by=set_up)
    anna = Member.objects.get(pk=anna.pk)
    assert "retention" not in written(anna)["parts"]
    plan = take_in(a_file(retention=[{"sort": "calls", "months": 9}]), by=anna)
    assert problems(plan) == [("retention", "How long to keep", "Anna Elm may not change this.")]


def test_j24_a_preview_leaves_no_word_in_memory(set_up: Member, charlie: Member) -> None:
    """Copies of the words are kept by version; what was taken back must not stand in one."""
    sent = written(set_up)
    with current.entered(charlie.organisation):
        place = charlie.organisation
        preview(sent, by=charlie)
        place.notice_lexicon()
        assert "Key account" not in {s.label for s in lexicon.of(place).statuses.values()}
        Tag.add(by=charlie, label="Fresh")
        place.notice_lexicon()
        assert "Key account" not in {s.label for s in lexicon.of(place).statuses.values()}
