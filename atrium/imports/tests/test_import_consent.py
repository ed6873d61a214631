"""What people agreed to comes in with a file, with its day and proof, and goes again with the undo (X11, V01)."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from atrium.clients.models import Client, Contact, Link
from atrium.conftest import NewClient
from atrium.imports.exporting import export
from atrium.imports.models import Import
from atrium.imports.reading.consent import UnclearConsentError, answer_of
from atrium.imports.tests.test_names_and_rules import taken
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.privacy.models import Consent, ConsentPurpose
from atrium.timeline.models import Event

type Answer = tuple[str, bool, str, date]
DAY = date(2024, 5, 1)


def answers() -> list[Answer]:
    """Of whom, whether they agreed, by which way and when, in the order in which it was kept."""
    rows = Consent.objects.select_related("client", "contact").order_by("pk")
    return [(str(row.subject), row.given, row.source, row.said_on) for row in rows]


def mapped_to(one: Import) -> dict[str, str]:
    labels = {str(p.public_id): p.label for p in ConsentPurpose.known()}
    columns = json.loads(one.mapping)["columns"]
    targets = {c["header"]: c["target"].partition(":") for c in columns}
    return {h: f"{t[0]} {labels[t[2]]}" for h, t in targets.items() if t[2] in labels}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes", (True, None)),
        ("opted-in", (True, None)),
        ("Ja", (True, None)),
        ("accepté", (True, None)),
        ("Sí", (True, None)),
        ("wyrażono zgodę", (True, None)),
        ("✓", (True, None)),
        ("2024-05-01T10:00:00Z", (True, DAY)),
        ("1.5.2024 09:30", (True, DAY)),
        ("Subscribed on 1 May 2024", (True, DAY)),
        ("No", (False, None)),
        ("Opted out", (False, None)),
        ("widerrufen am 01.05.2024", (False, DAY)),
        ("withdrawn May 1, 2024", (False, DAY)),
        ("désinscrit", (False, None)),
        ("Rechazado", (False, None)),
        ("wycofana", (False, None)),
        ("n/a", None),
        ("00.00.0000", None),
    ],
)
def test_x11_an_answer_is_read_in_several_languages(
    text: str, said: tuple[bool, date | None] | None
) -> None:
    assert answer_of(text, "dmy") == said


@pytest.mark.parametrize(
    "text",
    ["perhaps", "pending", "x", "45000", "asked 1 May 2024", "yes? 1.5.2024 no", "31.31.2024"],
)
def test_x11_what_is_unclear_is_never_taken_for_a_yes(text: str) -> None:
    with pytest.raises(UnclearConsentError):
        answer_of(text, "dmy")


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Opted in", "consent Newsletter"),
        ("Marketing consent", "consent Newsletter"),
        ("E-mail opt-in", "consent Newsletter"),
        ("Einwilligung Newsletter", "consent Newsletter"),
        ("Consentement marketing", "consent Newsletter"),
        ("Photos of the work", "consent Photos of the work"),
        ("GDPR consent", None),
        ("Consent source", None),
        ("Newsletter issue", None),
    ],
)
def test_x11_a_heading_names_a_purpose_only_where_one_can_be_meant(
    heading: str, meant: str | None, alice: Member
) -> None:
    text = f"Company,{heading}\nVale Ltd,yes\nAsh Ltd,no\n"
    one = Import.take(io.BytesIO(text.encode()), by=alice, name="c.csv")
    one.look()
    assert mapped_to(one).get(heading) == meant


def test_x11_a_file_says_who_agreed_and_undo_takes_it_back(alice: Member) -> None:
    one = taken(
        "Company,First name,Last name,Opted in,Opted in at\n"
        "Vale Ltd,Ann,Bell,yes,1.5.2024\n"
        "Ash Ltd,,,opted out,\n"
        "Elm Ltd,,,perhaps,\n"
        "Oak Ltd,,,,2.5.2024\n"
        "Fir Ltd,,,yes,soon\n"
        "Yew Ltd,,,yes,1.5.2124\n"
        "Box Ltd,,,,\n",
        alice,
        names_once=False,
    )
    today = alice.organisation.today()
    assert answers() == [("Ann Bell", True, "import", DAY), ("Ash Ltd", False, "import", today)]
    assert Consent.objects.order_by("pk")[0].evidence == "By the file, column Opted in: yes"
    assert Consent.objects.order_by("pk")[0].noted_by == alice
    reasons = {
        row.name: [reason for _, reason, _ in row.problems]
        for row in one.rows_of_file.all()
        if row.problems
    }
    assert {name: texts[0][:34] for name, texts in reasons.items()} == {
        "Elm Ltd": "“perhaps” does not say whether the",
        "Oak Ltd": "There is a day, but nothing that s",
        "Fir Ltd": "“soon” is not a date. Write it lik",
        "Yew Ltd": "“2124-05-01” is a day to come; nob",
    }
    assert Client.objects.get(name="Elm Ltd").extra == {"opted_in": "perhaps"}
    assert Client.objects.get(name="Oak Ltd").extra == {"opted_in_at": "2.5.2024"}
    told = Event.objects.filter(kind__in=["consent.given", "consent.withdrawn"]).order_by("pk")
    assert [(event.kind, event.client.name) for event in told] == [
        ("consent.given", "Vale Ltd"),
        ("consent.withdrawn", "Ash Ltd"),
    ]
    one.undo(by=alice)
    assert (answers(), one.left_alone) == ([], [])


def test_x11_a_withdrawal_gives_way_to_a_later_day_alone(bakery: Client, alice: Member) -> None:
    Client.objects.filter(pk=bakery.pk).update(external_id="A1")
    newsletter = ConsentPurpose.objects.get(label="Newsletter")
    Consent.note(bakery, newsletter, by=alice, given=False, source="mail", said_on=DAY)
    rows = "ID,Name,Newsletter\nA1,Vincent's Bakery,{}\n"

    def outcome(text: str) -> tuple[str, int]:
        one = taken(rows.format(text), alice, names_once=False, mode="update")
        row = one.rows_of_file.get()
        return row.reason or str(row.differences), Consent.objects.count()

    stands = "Newsletter was withdrawn on 1 May 2024; that stands, as the file names no later day."
    same = "C-0001 Vincent's Bakery has all of this already."
    assert outcome("yes") == (f"{stands} {same}", 1)
    assert outcome("yes 2024-05-01") == (f"{stands} {same}", 1)
    assert outcome("no") == (same, 1)
    earlier = [["Consent, earlier: Newsletter", "", "agreed on 1 Feb 2020"]]
    assert outcome("2020-02-01") == (str(earlier), 2)
    later = [["Consent: Newsletter", "withdrawn on 1 May 2024", "agreed on 2 Aug 2024"]]
    assert outcome("2024-08-02") == (str(later), 3)
    assert outcome("2024-08-02") == (same, 3)
    assert outcome("yes") == (same, 3)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_v01_x11_what_was_agreed_to_comes_back_as_it_was_exported(
    ending: str, bakery: Client, new_client: NewClient, alice: Member, tmp_path: Path
) -> None:
    ann = Contact.add(by=alice, given_name="Ann", family_name="Bell")
    Link.make(bakery, ann, by=alice)
    Link.make(new_client("Carr Ltd"), ann, by=alice)
    odd = ConsentPurpose.add(by=alice, label="Calls: agreed; by phone")
    newsletter = ConsentPurpose.objects.get(label="Newsletter")
    for given, source, day in ((True, "form", DAY), (False, "mail", date(2024, 6, 1))):
        for purpose, subject in ((newsletter, bakery), (odd, bakery), (newsletter, ann)):
            Consent.note(
                subject, purpose, by=alice, given=given, source=source, said_on=day, evidence="P"
            )
    before, path = answers(), tmp_path / f"a.{ending}"
    export(path, by=alice)
    empty = found("Empty", email="alice@empty.example", person="Alice Ash")
    with current.entered(empty.organisation):
        done = Import.take(io.BytesIO(path.read_bytes()), by=empty, name=path.name)
        done.look()
        done.plan()
        done.run()
        assert [row.problems for row in done.rows_of_file.all()] == [[], []]
        export(tmp_path / f"b.{ending}", by=empty)
        if ending == "jsonl":
            assert sorted(answers()) == sorted(before)
            one, other = (
                [
                    json.loads(line)["consents"]
                    for line in (tmp_path / name).read_text().splitlines()
                ]
                for name in ("a.jsonl", "b.jsonl")
            )
            assert one == other
        else:
            stands = [answer for answer in before if answer[:2] == (str(bakery), False)]
            assert sorted(answers()) == sorted(stands)
        again = Import.take(io.BytesIO(path.read_bytes()), by=empty, name=path.name)
        again.look()
        again.plan(mode="both")
        again.run()
        assert (again.created, again.updated) == (0, 0)
        done.undo(by=empty)
        assert (answers(), done.left_alone) == ([], [])
        assert not ConsentPurpose.objects.filter(label=odd.label).exists()
