"""V01, J25: vCards of phones and mail programs, as they are and not as the standards would have them."""

import pytest

from atrium.foundation.tests.reference import reference
from atrium.imports.reading import Row, Unreadable, open_table, read_rows, suggest


def read(content: str | bytes) -> list[Row]:
    table = open_table(content.encode() if isinstance(content, str) else content, "cards.vcf")
    assert table.source == "vCard"
    return list(read_rows(table, suggest(table)))


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def sample(name: str) -> list[Row]:
    return read(reference(f"data/import/vcard/{name}").read_bytes())


def test_v01_each_card_is_a_client() -> None:
    rows = sample("gmail-list.vcf")
    assert [(row.number, row.name, [e.address for e in row.emails]) for row in rows] == [
        (1, "Arnold Smith", ["asmithk@gmail.com"]),
        (2, "Chris Beatle", ["chrisy55d@yahoo.com"]),
        (3, "Doug White", ["dwhite@gmail.com"]),
    ]


def test_v01_outlook_card_is_read_whole() -> None:
    [row] = sample("outlook-2003.vcf")
    assert (row.company, row.given, row.family) == ("Company, The", "John", "Doe, III")
    assert row.birthday is not None
    assert row.birthday.isoformat() == "1980-03-21"
    [place] = row.addresses
    assert (place.street, place.city, place.region, place.postcode, place.country) == (
        "TheOffice\n123 Main St",
        "Austin",
        "TX",
        "12345",
        "US",
    )
    assert row.notes.splitlines()[:2] == ["This is the note field!!", "Second line"]
    assert row.website == "http://web-page-address.com"


def test_v01_version_4_card_of_the_standard_is_read() -> None:
    [row] = sample("rfc6350-example.vcf")
    assert [phone.raw for phone in row.phones] == ["+1-418-656-9254 ext 102", "+1-418-262-6501"]
    assert (row.company, row.given, row.family) == ("Viagenie", "Simon", "Perreault, ing. jr,M.Sc.")


@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("John_Doe_ANDROID.vcf", 6),
        ("John_Doe_GMAIL.vcf", 1),
        ("John_Doe_IPHONE.vcf", 1),
        ("John_Doe_MS_OUTLOOK.vcf", 1),
        ("fullcontact.vcf", 1),
        ("vobject-groups.vcf", 1),
    ],
)
def test_v01_cards_of_real_programs_are_read(name: str, cards: int) -> None:
    rows = sample(name)
    assert len(rows) == cards
    assert [row.number for row in rows if row.failed] == []


def test_v01_a_card_with_a_picture_alone_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="holds no rows"):
        sample("sabre-issue64.vcf")


def test_v01_folded_quoted_and_escaped_text_is_put_together() -> None:
    [row] = read(
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=\n=BCrgen\n"
        "NOTE:folded\n  here\\, and\\nthere\nEND:VCARD\n"
    )
    assert (row.given, row.family, row.notes) == ("Jürgen", "Müller", "folded here, and\nthere")


def test_v01_apple_labels_and_companies_are_understood() -> None:
    [row] = read(
        card(
            "FN:Vale Heating",
            "ORG:Vale Heating;",
            "X-ABShowAs:COMPANY",
            "item1.TEL:020 7946 0123",
            "item1.X-ABLabel:_$!<Work>!$_",
        )
    )
    assert (row.kind, row.name) == ("company", "Vale Heating")
    assert [(phone.raw, phone.label) for phone in row.phones] == [("020 7946 0123", "work")]


def test_v01_a_card_without_end_ends_at_the_next() -> None:
    rows = read("BEGIN:VCARD\nN:Ash;Alice\nBEGIN:VCARD\nN:Birch;Bob\nEND:VCARD\n")
    assert [row.name for row in rows] == ["Alice Ash", "Bob Birch"]


def test_v01_cards_in_utf_16_are_read() -> None:
    [row] = read(card("N:Łódź;Zoë").encode("utf-16"))
    assert row.name == "Zoë Łódź"
