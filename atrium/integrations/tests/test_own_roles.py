"""J24: what a role of the organisation's own may not see, it finds nowhere: no page, list, search or operation.

Bob's role sees clients and members, and nothing else. Alice wrote "Zanzibar" into one of each thing
that has a permission of its own.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.utils import timezone

from atrium.billing.models import Invoice, NewLine
from atrium.calendar.models import Task
from atrium.clients.models import Client, Field, Point
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Call, Comment, Mailbox, Note
from atrium.documents.models import File, Folder
from atrium.foundation.errors import Refusal
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.one_of_each import one_of_each
from atrium.integrations.tests.test_access import filled, operations
from atrium.integrations.tests.test_side_channels import ASKED, LISTING
from atrium.jobs.models import Job
from atrium.meetings.models import Meeting
from atrium.organisations.models import Member, Organisation, OwnRole
from atrium.organisations.permissions import ALWAYS, Can, Role
from atrium.organisations.tests.test_walk import ORGANISATION, urls
from atrium.projects.models import Project
from atrium.tenders.models import Tender

THINGS = "note task call comment mail meeting folder file project job tender money".split()
TABS = "activity overview contacts tasks locations notes relations account history documents projects jobs tenders invoices prices".split()


def fill(bakery: Client, alice: Member) -> None:
    """One of each thing that a permission of its own shows, each with its own word."""
    Note.write(bakery, by=alice, html="<p>Zanzibarnote</p>")
    Task.add(bakery, by=alice, title="Zanzibartask", due_on=bakery.organisation.today())
    Call.log(bakery, by=alice, number="020 7946 0123", note="Zanzibarcall")
    Comment.write(bakery, by=alice, html="<p>Zanzibarcomment</p>")
    box = Mailbox.open(by=alice, address="office@acme.example", member=alice)
    Point.add(bakery, by=alice, kind="email", text="cy@new.example")
    stored(box, b"From: cy@new.example\r\nSubject: Zanzibarmail\r\n\r\nHello")
    begins = timezone.now() + timedelta(hours=1)
    ends = begins + timedelta(hours=1)
    Meeting.plan(bakery, by=alice, title="Zanzibarmeeting", starts_at=begins, ends_at=ends, ask={})
    folder = Folder.make(bakery, name="Zanzibarfolder", by=alice)
    File.add(bakery, ContentFile(b"x", "zanzibarfile.txt"), by=alice, folder=folder)
    Project.add(bakery, by=alice, title="Zanzibarproject")
    Job.add(bakery, by=alice, title="Zanzibarjob")
    Tender.add(bakery, by=alice, title="Zanzibartender")
    Invoice.draft(bakery, by=alice, lines=[NewLine(text="Zanzibarmoney", price=100)])


def told(answer: Any) -> set[str]:
    """Which of those words an answer has; that of the search itself is none of them."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code < 500
    return set(re.findall(r"zanzibar([a-z]+)", body.decode(errors="replace").lower()))


@pytest.mark.once
def test_j24_what_an_own_role_may_not_see_is_told_nowhere(
    as_bob: Browser,
    as_alice: Browser,
    bob: Member,
    alice: Member,
    acme: Organisation,
    bakery: Client,
) -> None:
    fill(bakery, alice)
    pages = [f"/acme/clients/1/{tab}/" for tab in TABS]
    owner = Program(token_of(alice, EVERYTHING)).ask("GET", f"/clients/{bakery.public_id}/history")
    seen = set().union(*(told(as_alice.get(url)) for url in pages), told(owner))
    assert seen >= set(THINGS), "whoever may see them, sees each of them"

    role = OwnRole.make("Doorman", base=Role.STAFF, permissions=ALWAYS, by=alice)
    bob.change_role(role, by=alice)
    as_bob.force_login(bob.user)
    assert [can for can in Can if bob.can(can)] == [can for can in Can if can in ALWAYS]
    found = {url: told(as_bob.get(url)) for url in urls(ORGANISATION - {"clients-bulk-run"})}
    found |= {url: told(as_bob.get(url)) for url in pages}
    for url in urls(LISTING):
        found |= {url + asked: told(as_bob.get(url + asked)) for asked in ASKED[:2]}
    program = Program(token_of(bob, EVERYTHING))
    ids = one_of_each(acme, alice, bakery)
    for method, path, _ in operations():
        if method == "GET":
            found[path] = told(program.ask(method, filled(path, ids)))
    assert {place: words for place, words in found.items() if words} == {}


def test_v06_who_may_change_fields_does_not_let_themselves_see_one(
    bob: Member, alice: Member
) -> None:
    secret = Field.add(by=alice, label="Margin", min_role=Role.ADMIN)
    role = OwnRole.make("Clerk", base=Role.STAFF, permissions={Can.LEXICON_EDIT}, by=alice)
    bob.change_role(role, by=alice)
    with pytest.raises(Refusal, match="Margin is not for your role"):
        secret.edit(by=bob, min_role=Role.VIEWER)
    secret.refresh_from_db()
    assert not secret.seen_by(bob)
