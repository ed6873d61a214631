"""J08: phones are stored as E.164 and shown as their country writes them."""

import random

import phonenumbers
import pytest

from atrium.foundation.formats import FormatError, phone, phone_fast
from atrium.foundation.tests.reference import suite

pytestmark = pytest.mark.once


def test_j08_every_national_form_is_read() -> None:
    wrong = []
    for row in suite("phones.csv"):
        found = phone.parse(row["national"], row["region"]).e164
        if found != row["e164"]:
            wrong.append((row, found))
    assert wrong == []


def test_j08_e164_reads_as_itself_without_a_country() -> None:
    assert [
        row["e164"] for row in suite("phones.csv") if phone.parse(row["e164"]).e164 != row["e164"]
    ] == []


def test_j08_the_quick_road_agrees_with_phonenumbers() -> None:
    chance = random.Random(8)  # noqa: S311
    settled = 0
    for row in suite("phones.csv"):
        for text in (row["national"], row["e164"]):
            place = chance.randrange(1, len(text))
            changed = (
                text[:place] + chance.choice("0123456789") + text[place + chance.randint(0, 1) :]
            )
            quick = phone_fast.e164(changed, row["region"])
            if quick:
                settled += 1
                full = phonenumbers.parse(changed, row["region"])
                assert phonenumbers.is_valid_number(full), changed
                assert quick == phonenumbers.format_number(
                    full, phonenumbers.PhoneNumberFormat.E164
                )
    assert settled > 200


def test_j08_numbers_of_films_are_settled_on_the_quick_road() -> None:
    for number in ("+447700900318", "+441632960001", "+12125550123", "+15552368000"):
        assert phone_fast.e164(number, "") in {number, ""}
        assert phone.parse(number).e164 == number
    assert phone_fast.e164("+44 7700 900318", "DE") == "+447700900318"
    assert phone_fast.e164("+44 7700 90031", "DE") == ""


@pytest.mark.parametrize(
    ("pasted", "country", "e164", "extension"),
    [
        ("tel:+49 (0)30 1234567", "", "+49301234567", ""),
        ("'030 1234567", "DE", "+49301234567", ""),
        ('="030 1234567"', "DE", "+49301234567", ""),
        ("Tel.: 030-1234567", "DE", "+49301234567", ""),
        ("030 1234567 (Büro)", "DE", "+49301234567", ""),
        ("030 1234567 ask for Alice", "DE", "+49301234567", ""),
        ("0049 30 1234567", "DE", "+49301234567", ""),
        ("０３０ １２３４５６７", "DE", "+49301234567", ""),
        ("+44 20 7946 0018 ext. 12", "", "+442079460018", "12"),
        ("020 7946 0018 x12", "GB", "+442079460018", "12"),
        ("1-800-FLOWERS", "US", "+18003569377", ""),
    ],
)
def test_j08_pasted_junk_is_mended(pasted: str, country: str, e164: str, extension: str) -> None:
    assert phone.parse(pasted, country) == phone.Phone(e164, extension)


def test_j08_is_shown_at_home_and_abroad() -> None:
    number = phone.parse("020 7946 0018 ext 7", "GB")
    assert number.shown_in("GB") == "020 7946 0018 ext. 7"
    assert number.shown_in("DE") == "+44 20 7946 0018 ext. 7"


@pytest.mark.parametrize(
    ("text", "country", "advice"),
    [
        ("030 1234567", "", "country code"),
        ("12", "DE", "Write digits"),
        ("call me", "DE", "Write digits"),
        ("555-0100", "US", "Add the area code"),
        ("+49 30 123456789012345", "", "too long"),
    ],
)
def test_j08_error_says_how_to_mend(text: str, country: str, advice: str) -> None:
    with pytest.raises(FormatError, match=advice):
        phone.parse(text, country)


@pytest.mark.parametrize(
    ("kept", "number"),
    [
        ("+441174960533", "+441174960533"),
        ("+441174960533;ext=12", "+441174960533;ext=12"),
        ("+44 117 496 0533 (after 6, ask for Sam)", "+441174960533"),
        ("(0117) 496 0533, Sam", "01174960533"),
        ("ask Sam", ""),
    ],
)
def test_r04_a_telephone_gets_the_number_without_the_words(kept: str, number: str) -> None:
    assert phone.dialled(kept) == number


def test_r04_the_quick_way_of_writing_agrees_with_phonenumbers() -> None:
    differ = []
    for region in phonenumbers.SUPPORTED_REGIONS:
        if (example := phonenumbers.example_number(region)) is None:
            continue
        number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        found = phone_fast.international(number)
        if found and found != phone.Phone(number).international:
            differ.append((number, found))
    assert differ == []
    assert phone_fast.international("+442079460123") == "+44 20 7946 0123"
