"""Words of messages inside a client: an index finds what reading every message would, and no more (X07, X10)."""

from __future__ import annotations

from itertools import product

from django.db.models import F

from atrium.clients.models import Client
from atrium.clients.models.merge import Merge
from atrium.conftest import NewClient
from atrium.conversations.doctor import words_of_messages
from atrium.conversations.mail.sight import holding
from atrium.conversations.models import (
    Filing,
    Holding,
    Level,
    Mailbox,
    Message,
    SmsNumber,
    State,
    Thread,
)
from atrium.conversations.models.message_words import filings_holding
from atrium.foundation.health import Verdict
from atrium.organisations import current
from atrium.organisations.models import Member, Team

WORDS = ("rye loaf", "müller", "zür")


def told_anew(reader: Member, client: Client, words: str) -> set[int]:
    """The same found without the index: each message that the reader sees is read."""
    return set(
        Message.objects.visible_to(reader)
        .of_client(client)
        .holding(words)
        .values_list("pk", flat=True)
    )


def found(reader: Member, client: Client, words: str) -> set[int]:
    """What the index alone finds: it may not lean on what is asked of the rows afterwards."""
    filings = filings_holding(reader, client.pk, words)
    assert filings is not None
    rows = Filing.objects.filter(pk__in=filings.filings())
    halves = filings.within(rows.values_list("pk", flat=True))
    assert {row.pk for row in rows} == {key for half in halves for key in half}
    return set(rows.values_list("message_id", flat=True))


def test_x07_x10_the_index_finds_what_each_reader_may_read_whatever_changes(
    new_client: NewClient, alice: Member, bob: Member, vera: Member
) -> None:
    bakery, mill = new_client(), new_client("Mill")
    team = Team.make("Office", by=alice)
    team.take_in(bob, by=alice)
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    office = Mailbox.open(by=alice, address="o@acme.example", teams=[team], level=Level.SUBJECT)
    number = SmsNumber.objects.create(name="Shop", provider="outbox", level=Level.EXISTS)
    thread = Thread.objects.create()
    kinds = product(
        (None, *Level), ([], [own], [office], [own, office]), (None, bob), ("sent", "draft")
    )
    rows = [
        (
            Message(
                thread=thread,
                subject="Rye",
                text="Loaves for Müller",
                level=level,
                author=author,
                state=state,
            ),
            boxes,
        )
        for level, boxes, author, state in kinds
    ]
    rows += [
        (
            Message(
                thread=thread, channel="sms", text="rye for Mueller", number=number, state="sent"
            ),
            [],
        )
    ]
    for message, boxes in rows:
        message.save()
        for box in boxes:
            Holding.objects.create(message=message, mailbox=box)
        Filing.objects.create(message=message, client=bakery, how="hand")

    def same() -> int:
        """How much is found by all together; the index says for each what reading says."""
        total = 0
        for reader, client, words in product((alice, bob, vera), (bakery, mill), WORDS):
            index = found(reader, client, words)
            assert index == told_anew(reader, client, words), (reader.name, client.name, words)
            total += len(index)
        return total

    assert same() > 100
    number.level = Level.ALL
    number.save()
    own.edit(by=alice, level=Level.ALL)
    assert same() > 110
    Message.objects.filter(state="draft").update(state=State.SENT)
    Message.objects.filter(level=Level.ALL).update(level=Level.NOBODY)
    same()
    Message.objects.filter(author=bob).update(subject="Zürich", text=F("subject"))
    Holding.objects.filter(mailbox=own).update(mailbox=office)
    same()
    for held in Holding.objects.filter(message__author=bob):
        Holding.objects.filter(pk=held.pk).delete()
    Filing.objects.create(message=rows[0][0], client=mill, how="hand")
    Filing.objects.filter(client=bakery, message=rows[1][0]).delete()
    same()
    Merge.perform(keep=bakery, absorb=[mill], by=alice)
    mill.refresh_from_db()
    assert same() > 0
    assert [verdict for verdict, _ in words_of_messages()] == [Verdict.GOOD]
    Message.objects.update(subject="", text="")
    assert same() == 0


def test_x07_what_no_word_is_finds_nothing_and_breaks_nothing(
    bakery: Client, alice: Member
) -> None:
    for words in (
        "",
        "   ",
        '"',
        "^",
        "-- ;",
        "*",
        "\x00",
        "rye AND (",
        "²",
        "\ue000w1",
        "a'b",
        "%",
    ):
        found = filings_holding(alice, bakery.pk, words)
        assert found is None or not found.newest.keys()


def test_x10_all_messages_of_an_organisation_are_found_by_their_words_and_none_of_another(
    bakery: Client, new_client: NewClient, alice: Member, bob: Member, charlie: Member
) -> None:
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    office = Mailbox.open(by=alice, address="o@acme.example", level=Level.SUBJECT)
    Message.objects.bulk_create(
        Message(
            thread=Thread.objects.create(),
            message_id=f"{n}@x",
            subject=subject,
            text="Zürich",
            state="sent",
        )
        for n, subject in enumerate(("Rye one", "Rye two", "Rye three", "Rye loose"))
    )
    rows = list(Message.objects.order_by("id"))
    boxes, clients = (own, office, office, own), (bakery, bakery, new_client("Mill"), None)
    for row, box, client in zip(rows, boxes, clients, strict=True):
        Holding.objects.create(message=row, mailbox=box)
        if client:
            Filing.objects.create(message=row, client=client, how="hand")

    def told(reader: Member, words: str) -> list[int]:
        seen = Message.objects.visible_to(reader).filter(holding(reader, None, words))
        return [rows.index(row) for row in seen.order_by("id")]

    assert [told(alice, "rye"), told(alice, "zurich two")] == [[0, 1, 2, 3], [1]]
    assert [told(bob, "rye"), told(bob, "zürich"), told(bob, "one")] == [[1, 2], [1, 2], []]
    with current.entered(charlie.organisation):
        assert told(charlie, "rye") == []
