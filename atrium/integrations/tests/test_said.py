"""J11: what one does in German, a colleague reads in English, wherever it is told again; and what was kept before."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import translation

from atrium.billing.models import Invoice
from atrium.billing.tests.conftest import line
from atrium.clients.models import Client, Hold, Tag
from atrium.foundation.translation import gettext, ngettext
from atrium.integrations.tests.conftest import Program
from atrium.notifications.letter import send
from atrium.notifications.models import Delivery
from atrium.organisations.models import Member, Team
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

TIMELINE = "activity/"


@pytest.fixture
def german(bob: Member) -> Member:
    bob.user.language = "de"
    bob.user.save(update_fields=["language"])
    return bob


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def _story(browser: Browser, client: Client) -> str:
    return _plain(browser.get(f"{client.get_absolute_url()}{TIMELINE}").text)


def test_j11_the_timeline_says_each_event_in_the_language_of_who_reads(
    as_alice: Browser, as_bob: Browser, program: Program, bakery: Client, german: Member
) -> None:
    with translation.override("de"):
        invoice = Invoice.draft(bakery, by=german, lines=[line(123450, percent="0")])
        Hold.place(bakery, by=german, reason="Streit", until=date(2027, 3, 1))

    english, other = _story(as_alice, bakery), _story(as_bob, bakery)
    assert "Bob Birch drafted a draft invoice of £1,234.50" in english
    assert "1 Mar 2027" in english
    assert "a draft invoice" not in other
    assert "1.234,50" in other
    assert "1. März 2027" in other
    by_program = program.ask("GET", f"/clients/{bakery.public_id}/timeline").json()["items"]
    drafted = next(told for told in by_program if told["kind"] == "invoice.drafted")
    assert "drafted a draft invoice of <b>£1,234.50</b>" in drafted["sentence"]
    assert drafted["particulars"]["invoice"] == str(invoice) == "a draft invoice"
    assert drafted["particulars"]["shown"] == "£1,234.50"


def test_j11_the_log_and_an_undo_say_the_label_of_an_act_anew(
    as_alice: Browser, program: Program, bakery: Client, alice: Member
) -> None:
    with translation.override("de"):
        Team.make("Nord", by=alice)
        Tag.add(by=alice, label="Quartal").put_on(bakery, by=alice)
        tagged = Act.objects.latest("id")
        assert tagged.words != tagged.label
        undo(tagged, by=alice)
        undone = Act.objects.latest("id")

    assert undone.label == str(undone) == f"Undid: {tagged.label}"
    with translation.override("fr"):
        assert str(undone) not in {undone.label, f"Undid: {tagged.words}"}
    assert "Made the team Nord" in _plain(as_alice.get("/acme/settings/log/").text)
    assert "Made the team Nord" in as_alice.get("/acme/settings/log/file/").text
    labels = [told["done"] for told in program.ask("GET", "/audit").json()["items"]]
    assert "Made the team Nord" in labels
    changes = program.ask("GET", f"/clients/{bakery.public_id}/history").json()["items"]
    assert changes[0]["label"] == undone.label
    assert f"Alice Ash undid: {tagged.label}" in _story(as_alice, bakery)


def test_j11_the_mail_of_an_event_speaks_the_language_of_who_gets_it(
    bakery: Client, alice: Member, german: Member
) -> None:
    with translation.override("fr"):
        Hold.place(bakery, by=alice, reason="Litige", until=date(2027, 3, 1))
        event = Event.objects.get(kind="client.put_on_hold")
        for member in (alice, german):
            delivery = Delivery.objects.create(member=member, event=event, act=event.act)
            send(delivery.pk)

    english, other = mail.outbox
    assert "Alice Ash put the client on hold" in english.subject
    assert "1 Mar 2027" in str(english.body)
    assert "put the client on hold" not in other.subject
    assert "1. März 2027" in str(other.body)


def test_j11_what_was_kept_as_text_before_is_read_as_it_is(
    as_alice: Browser, bakery: Client, alice: Member
) -> None:
    with translation.override("de"):
        Tag.add(by=alice, label="Quartal").put_on(bakery, by=alice)
    Act.objects.update(label="Put Quartal on Vincent's Bakery", kept=None)
    act = Act.objects.latest("id")
    with translation.override("de"):
        assert (act.words, str(act)) == (act.label, act.label)
        undo(act, by=alice)
    assert "Alice Ash undid: Put Quartal on Vincent's Bakery" in _story(as_alice, bakery)


def test_j11_a_long_label_is_kept_whole_and_cut_only_where_programs_of_old_look(
    alice: Member, acme: object
) -> None:
    act, name = Act(), "Ä" * 300
    with translation.override("pl"):
        act.say(gettext("Made the team {name}").format(name=name))
    assert act.label == f"Made the team {name}"[:200]
    assert act.words == f"Made the team {name}"
    act.say(ngettext("{count} project", "{count} projects", 2).format(count=2))
    assert (act.label, act.words) == ("2 projects", "2 projects")
    act.say("Imported by hand")
    assert (act.kept, act.words) == (None, "Imported by hand")
