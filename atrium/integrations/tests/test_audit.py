"""J24: the log of the settings tells who changed, made, exported, erased and signed in; page, file and API."""

from __future__ import annotations

from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from atrium.accounts.models import User
from atrium.clients.models import Client, Status
from atrium.integrations.models import Token
from atrium.integrations.tests.conftest import Program, token_of
from atrium.organisations import current
from atrium.organisations.models import Member, OwnRole, Team
from atrium.organisations.permissions import Can, Role
from atrium.timeline.settings_log import Asked

LOG = "/acme/settings/log/"


def _told(asking: Program, query: str = "") -> list[str]:
    answer = asking.ask("GET", f"/audit?{query}")
    assert answer.status_code == 200, answer.content
    return [line["done"] for line in answer.json()["items"]]


def test_j24_the_log_tells_what_was_done_to_tokens_words_exports_and_members(
    program: Program, as_alice: Browser, alice: Member, bob: Member, bakery: Client
) -> None:
    token, _ = Token.make(by=bob, member=bob, name="=Website", scopes=["clients:read"])
    token.revoke(by=alice)
    token.revoke(by=alice)
    Status.objects.get(label="Lead").edit(by=alice, label="Newcomer")
    assert b"Vincent" in as_alice.get("/acme/clients/export/?format=csv").getvalue()

    page = as_alice.get(LOG)
    assert "Revoked the API token =Website of Bob Birch" in page.text
    assert "<del>Lead</del>" in page.text
    entries = page.context["page"].entries
    assert [(entry.act.label, entry.act.actor, entry.topics) for entry in entries[:4]] == [
        ("Exported 1 clients as csv", alice, ["Exports"]),
        ("Changed the status Lead", alice, ["Statuses"]),
        ("Revoked the API token =Website of Bob Birch", alice, ["API tokens"]),
        ("Made the API token =Website of Bob Birch", bob, ["API tokens"]),
    ]
    assert "Added" not in str([e.act.label for e in entries[:4]]), "clients have their own pages"

    of_bob = f"{LOG}?what=tokens&member={bob.public_id}"
    assert [e.act.label for e in as_alice.get(of_bob).context["page"].entries] == [
        "Made the API token =Website of Bob Birch"
    ]
    today = alice.organisation.today().isoformat()
    assert _told(program, f"what=words-statuses&since={today}&until={today}")[0].endswith("Lead")
    assert _told(program, "what=words-statuses&until=2020-01-01") == []
    [line] = program.ask("GET", "/audit?what=words-statuses&limit=1").json()["items"]
    assert line["changed"] == [{"field": "Label", "before": "Lead", "after": "Newcomer"}]
    first = program.ask("GET", "/audit?limit=2").json()
    second = program.ask("GET", f"/audit?limit=2&cursor={first['next']}").json()
    assert [i["done"] for i in first["items"] + second["items"]] == _told(program, "limit=4")

    file = as_alice.get(f"{LOG}file/?what=tokens").text
    assert "Made the API token =Website of Bob Birch,API tokens" in file
    assert "Exported 3 lines of the log as csv" in _told(program, "what=exports")
    assert as_alice.post(f"/acme/acts/{entries[2].act.pk}/undo/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_j24_the_log_is_read_by_who_runs_the_place_and_by_nobody_elsewhere(
    program: Program, bobs_program: Program, as_alice: Browser, as_charlie: Browser, bob: Member
) -> None:
    for wrong in ("what=weather", "member=me", "since=soon"):
        assert as_alice.get(f"{LOG}?{wrong}").status_code == 422, wrong
        assert as_alice.get(f"{LOG}file/?{wrong}").status_code == 409, wrong
        assert program.ask("GET", f"/audit?{wrong}").status_code == 422, wrong
    for address in (LOG, f"{LOG}file/"):
        assert as_charlie.get(address).status_code == 404
    assert bobs_program.ask("GET", "/audit").status_code == 403
    assert "Made the API token A program of Bob Birch" in _told(program)
    charlie = Member.memberships_of(User.objects.get(email="charlie@other.example"))[0]
    elsewhere = _told(Program(token_of(charlie, ["audit:read"])))
    assert [line for line in elsewhere if "token" in line] == [
        "Made the API token A program of Charlie Cole"
    ]


def test_j24_sign_ins_and_those_that_failed_stand_in_the_log_of_each_organisation(
    visitor: Browser, alice: Member, bob: Member, charlie: Member
) -> None:
    user: User = bob.user
    user.set_password("a long enough word")
    user.save()
    with current.entered(charlie.organisation):
        Member.objects.create(user=user, name="Robert", role=Role.STAFF)

    def sign_in(email: str, password: str, **at: Any) -> int:
        fields = {"login": email, "password": password}
        return visitor.post(reverse("account_login"), fields, **at).status_code

    assert sign_in("bob@acme.example", "wrong", REMOTE_ADDR="198.51.100.7") == 422
    assert sign_in("nobody@acme.example", "wrong") == 422
    assert sign_in("Bob@acme.example", "a long enough word", REMOTE_ADDR="203.0.113.9") == 302
    asked = Asked(what="sign-ins", member=str(bob.public_id))
    told = [(entry.act.label, entry.act.actor) for entry in asked.page(alice).entries]
    assert told == [
        ("Signed in from 203.0.113.9", bob),
        ("Failed to sign in as Bob Birch from 198.51.100.7", None),
    ]
    with current.entered(charlie.organisation):
        labels = [entry.act.label for entry in Asked(what="sign-ins").page(charlie).entries]
    assert labels == [
        "Signed in from 203.0.113.9",
        "Failed to sign in as Robert from 198.51.100.7",
    ]


def test_j24_the_log_tells_of_no_page_that_one_may_not_open(alice: Member, new_member: Any) -> None:
    Team.make("Heating", by=alice)
    Token.make(by=alice, member=alice, name="Website", scopes=["clients:read"])
    role = OwnRole.make(
        "Settings only",
        base=Role.STAFF,
        permissions=frozenset({Can.ORGANISATION_EDIT}),
        by=alice,
    )
    clerk = new_member("Dora Dale", Role.STAFF)
    clerk.change(by=alice, name="Dora Dale", job_title="", role=role)
    labels = [entry.act.label for entry in Asked().page(clerk).entries]
    assert any("Heating" in label for label in labels), "everyone sees who works here"
    assert not any("token" in label for label in labels)
