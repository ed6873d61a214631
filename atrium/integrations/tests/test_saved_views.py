"""Conditions, saved views and orders for programs (J02)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from atrium.clients import lexicon
from atrium.clients.listing import Listing
from atrium.clients.models import Client, SavedView, Tag
from atrium.clients.viewing import called
from atrium.conftest import NewClient
from atrium.imports.exporting import export
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["name"] for item in answer.json()["items"]]


def test_j02_programs_narrow_lists_by_the_language_of_the_page(
    program: Program, bobs_program: Program, new_client: NewClient, alice: Member
) -> None:
    ash, birch, cedar = (new_client(name) for name in ("Ash", "Birch", "Cedar"))
    vip = Tag.objects.get(label="VIP")
    vip.put_on(ash, by=alice)
    cedar.restrict(by=alice, to_team=True)
    told = {
        "any": [
            {"by": "tag", "op": "is", "value": str(vip.public_id)},
            {"by": "name", "value": "cedar"},
        ]
    }
    for asked in (json.dumps(told), "any(tag.is:VIP,name.is:cedar)"):
        assert names(program.ask("GET", f"/clients?filter={quote(asked)}")) == ["Ash", "Cedar"]
        assert names(bobs_program.ask("GET", f"/clients?filter={quote(asked)}")) == ["Ash"]
    for wrong in ("name", "{", '{"all": 1}', "tag.is:Nobody", "field.margin.min:1", "number.is:x"):
        answer = program.ask("GET", f"/clients?filter={quote(wrong)}")
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["field"] == "filter"
    every = {c["by"]: c for c in program.ask("GET", "/criteria").json()["items"]}
    assert every["status"]["operators"][0] == {"op": "is", "words": "is"}
    assert str(birch.status.public_id) in {c["value"] for c in every["status"]["choices"]}


def test_j02_programs_keep_share_pin_and_remove_views(
    program: Program, bobs_program: Program, new_client: NewClient, alice: Member, tmp_path: Path
) -> None:
    for name in ("Ash", "Birch", "Cedar"):
        new_client(name, industry="=Wood")
    status = next(iter(lexicon.of(alice.organisation).statuses.values()))
    told = {
        "label": "Trees",
        "filter": {"all": [{"by": "name", "op": "is", "value": ["ash", "cedar"]},
                           {"by": "status", "op": "is", "value": status.label}]},
        "columns": ["industry", "created"], "sort": "-name", "sharing": "everyone",
    }  # fmt: skip
    Client.objects.update(status=status)
    made = program.ask("POST", "/views", told)
    assert made.status_code == 201, made.content
    view = made.json()
    assert view["filter"]["all"][1]["value"] == str(status.public_id)
    assert view["said"][1] == "Name is ash or cedar"
    at = f"/views/{view['id']}"
    assert names(bobs_program.ask("GET", f"/clients?view={view['id']}")) == ["Ash", "Cedar"]
    assert bobs_program.ask("PATCH", at, {"label": "X"}).status_code == 409
    assert bobs_program.ask("PUT", f"{at}/pin", {"opens": True}).status_code == 204
    assert bobs_program.ask("GET", at).json()["opens"] is True
    copy = bobs_program.ask("POST", f"{at}/copy").json()
    assert (copy["label"], copy["sharing"], copy["owner"]["label"]) == (
        "Trees copy",
        "private",
        "Bob Birch",
    )
    assert program.ask("GET", f"/views/{copy['id']}").status_code == 404
    assert [v["label"] for v in program.ask("GET", "/views").json()["items"]] == ["Trees"]
    for wrong in (
        {"filter": {"all": [{"by": "x"}]}},
        {"columns": ["x"]},
        {"sort": "x"},
        {"label": ""},
    ):
        assert program.ask("PATCH", at, wrong).status_code == 422, wrong

    listing = Listing.of_view(called(alice, "trees"), alice)
    assert export(tmp_path / "trees.csv", by=alice, listing=listing) == 2
    rows = (tmp_path / "trees.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "number,external_id,kind,name,industry,Added"
    assert [row.split(",")[3:5] for row in rows[1:]] == [["Cedar", "'=Wood"], ["Ash", "'=Wood"]]

    assert program.ask("PATCH", at, {"label": "Wood"}).json()["label"] == "Wood"
    assert program.ask("DELETE", at).status_code == 204
    assert program.ask("GET", at).status_code == 404
    assert SavedView.objects.get(public_id=view["id"]).removed_at is not None


def test_j02_programs_change_many_by_a_plan_and_take_it_back(
    program: Program, bobs_program: Program, new_client: NewClient, alice: Member
) -> None:
    ash, _, _ = (new_client(name) for name in ("Ash", "Birch", "Cedar"))
    vip = Tag.objects.get(label="VIP")
    vip.put_on(ash, by=alice)
    order = {"deed": "tag", "value": str(vip.public_id), "filter": "name.not:cedar"}
    planned = program.ask("POST", "/bulk", order | {"dry_run": True}).json()
    assert (planned["state"], planned["total"], planned["changes"]) == ("planned", 2, 1)
    assert planned["left"] == [{"count": 1, "why": "with the tag already"}]
    assert vip.clients.count() == 1
    assert bobs_program.ask("POST", "/bulk", order).status_code == 403
    done = program.ask("POST", "/bulk", order).json()
    assert (done["state"], done["changes"], vip.clients.count()) == ("done", 1, 2)
    assert program.ask("POST", f"/acts/{done['act']}/undo").status_code in {200, 202}
    assert vip.clients.count() == 1
    field = {"deed": "field", "value": "industry", "to": "Wood", "filter": "name.is:ash"}
    assert program.ask("POST", "/bulk", field).json()["changes"] == 1
    for wrong in (
        {"deed": "tag", "value": "x", "filter": "name.filled"},
        {"deed": "archive"},
        {"deed": "x"},
    ):
        assert program.ask("POST", "/bulk", wrong).status_code == 422
