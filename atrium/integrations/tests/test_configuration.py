"""J24: the configuration leaves and comes in by the API, within one organisation and for those who may change settings."""

from __future__ import annotations

from typing import Any

from atrium.clients.models import Tag
from atrium.integrations.tests.conftest import Program
from atrium.organisations import current
from atrium.organisations.models import Member


def _read(program: Program) -> dict[str, Any]:
    answer = program.ask("GET", "/configuration")
    assert answer.status_code == 200, answer.content
    document: dict[str, Any] = answer.json()
    return document


def _tags(member: Member) -> set[str]:
    with current.entered(member.organisation):
        return set(Tag.objects.values_list("label", flat=True))


def test_j24_what_was_read_comes_in_again_as_the_same_and_a_new_tag_as_one_act(
    program: Program, alice: Member, charlie: Member
) -> None:
    document = _read(program)
    before, theirs = _tags(alice), _tags(charlie)
    same = program.ask("POST", "/configuration", document).json()
    assert (same["added"], same["changed"], same["cannot"], same["act"]) == (0, 0, 0, None)

    document["parts"]["tags"].append({"label": "Brought along", "hue": 8})
    seen = program.ask("POST", "/configuration/preview", document).json()
    assert [line["name"] for line in seen["entries"] if line["does"] == "added"] == [
        "Brought along"
    ]
    assert _tags(alice) == before

    done = program.ask("POST", "/configuration", document).json()
    assert (done["added"], done["act"] is not None) == (1, True)
    assert _tags(alice) == before | {"Brought along"}
    assert _tags(charlie) == theirs
    assert _read(program)["parts"] == _read(program)["parts"]
    again = program.ask("POST", "/configuration", document).json()
    assert (again["added"], again["act"]) == (0, None)


def test_j24_a_document_of_another_format_is_refused_and_changes_nothing(
    program: Program, alice: Member
) -> None:
    before = _tags(alice)
    parts = {"tags": [{"label": "Brought along", "hue": 8}]}
    for wrong in (
        {"format": "something-else", "version": 1, "parts": parts},
        {"format": "atrium-configuration", "version": 999, "parts": parts},
        {"format": "atrium-configuration", "version": 1, "parts": []},
    ):
        assert program.ask("POST", "/configuration", wrong).status_code == 422, wrong
    assert _tags(alice) == before


def test_j24_an_import_is_undone_by_who_made_it_and_by_nobody_else(
    program: Program, alice: Member, charlie: Member, charlies_program: Program
) -> None:
    before = _tags(alice)
    document = _read(program)
    document["parts"]["tags"].append({"label": "Brought along", "hue": 8})
    assert program.ask("POST", "/configuration/preview", document).json()["undo"] is None
    done = program.ask("POST", "/configuration", document).json()
    undo = {"undo": done["undo"]}
    for who, what in ((charlies_program, undo), (program, {"undo": "nonsense"})):
        assert who.ask("POST", "/configuration/undo", what).status_code == 409
    assert _tags(alice) == before | {"Brought along"}
    for _ in range(2):
        told = program.ask("POST", "/configuration/undo", undo)
        assert (told.status_code, told.json()["finished"]) == (200, True)
        assert told.json()["left_alone"] == []
    assert _tags(alice) == before


def test_j24_what_was_changed_since_an_import_stays(program: Program, alice: Member) -> None:
    document = _read(program)
    document["parts"]["tags"].append({"label": "Brought along", "hue": 8})
    done = program.ask("POST", "/configuration", document).json()
    with current.entered(alice.organisation):
        Tag.objects.get(label="Brought along").edit(by=alice, label="Renamed since")
    told = program.ask("POST", "/configuration/undo", {"undo": done["undo"]}).json()
    assert told["left_alone"] != []
    assert "Renamed since" in _tags(alice)
