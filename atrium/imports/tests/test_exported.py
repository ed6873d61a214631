"""JSON Lines tell what was said with a client, as far as the member who exports may read it (V01, X10)."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from atrium.clients import exported
from atrium.clients.models import Client
from atrium.conftest import NewMember
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import Call, Comment, Level, Mailbox, Message, State
from atrium.documents.models import File
from atrium.imports.exporting import export
from atrium.imports.models import Import
from atrium.meetings.models import Meeting
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role


def told_to(member: Member, folder: Path) -> dict[str, Any]:
    export(folder / "all.jsonl", by=member)
    line: dict[str, Any] = json.loads((folder / "all.jsonl").read_text())
    return line


def test_v01_x10_what_was_said_leaves_as_far_as_one_reads_it_and_an_import_passes_it_over(
    bakery: Client, alice: Member, new_member: NewMember, charlie: Member, tmp_path: Path
) -> None:
    mona = new_member("Mona Mill", Role.MANAGER)
    Call.log(bakery, by=alice, number="020 7946 0018", note="Wants rye")
    first = Comment.write(bakery, by=mona, html="<p>Mind the dog</p>")
    Comment.write(bakery, by=alice, html="<p>Which one?</p>", reply_to=first)
    soon = timezone.now() + timedelta(days=1)
    Meeting.plan(
        bakery, by=alice, title="Tasting", starts_at=soon, ends_at=soon + timedelta(hours=1)
    )
    box = Mailbox.open(by=alice, address="alice@acme.example", member=alice, level=Level.SUBJECT)
    for subject in ("Salary", "Draft"):
        words = Writing(to=[Receiver("ana@bakery.example")], subject=subject, html="<p>Secret</p>")
        Message.write(bakery, words, by=alice, mailbox=box)
    Message.objects.filter(subject="Salary").update(state=State.SENT)
    File.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice)

    mine, monas = told_to(alice, tmp_path), told_to(mona, tmp_path)
    assert [(call["note"], call["member"]) for call in mine["calls"]] == [
        ("Wants rye", "Alice Ash")
    ]
    assert [one["text"] for one in mine["comments"]] == ["Mind the dog", "Which one?"]
    assert mine["comments"][1]["reply_to"] == mine["comments"][0]["id"]
    assert [one["title"] for one in mine["meetings"]] == ["Tasting"]
    [file] = mine["files"]
    assert (file["name"], file["size"], len(file["sha256"])) == ("terms.txt", 6, 64)
    [message] = mine["messages"]
    assert (message["subject"], message["text"]) == ("Salary", "Secret")
    assert message["to"] == ["ana@bakery.example"]
    assert "text" not in monas["messages"][0]
    assert "Secret" not in json.dumps(monas)
    Message.objects.update(level=Level.EXISTS)
    assert "Salary" not in json.dumps(told_to(mona, tmp_path))
    Message.objects.update(level=Level.NOBODY)
    assert told_to(mona, tmp_path)["messages"] == []

    content = (json.dumps(mine) + "\n").encode()
    with current.entered(charlie.organisation):
        done = Import.take(io.BytesIO(content), by=charlie, name="c.jsonl")
        done.look()
        done.plan()
        done.run()
        done.refresh_from_db()
        assert (done.created, done.failed) == (1, 0)
        again = told_to(charlie, tmp_path)
    assert again == mine | {name: [] for name in exported.names()}
