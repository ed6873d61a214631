"""J08: e-mail addresses are checked at entry, and pasted ones mended."""

import pytest

from atrium.foundation.formats import FormatError, email
from atrium.foundation.tests.reference import suite, unescaped

pytestmark = pytest.mark.once


def accepted(text: str) -> bool:
    try:
        email.parse(text)
    except FormatError:
        return False
    return True


def test_j08_isemail_suite_is_read_rightly() -> None:
    wanted = {"ERR": False, "VALID_CATEGORY": True, "DNSWARN": True}
    judged = [row for row in suite("email_isemail.csv") if row["category"] in wanted]
    wrong = [
        row
        for row in judged
        if accepted(unescaped(row["address_python_escaped"])) != wanted[row["category"]]
    ]
    assert wrong == []


def test_j08_addresses_people_type() -> None:
    rows = [
        (unescaped(row["address_python_escaped"]), row["want"] == "accept")
        for row in suite("email_practical.csv")
    ]
    assert [text for text, want in rows if accepted(text) != want] == []


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("Alice Example <alice@example.com>", "alice@example.com"),
        ("mailto:alice@example.com", "alice@example.com"),
        ("alice@example.com;", "alice@example.com"),
        ("alice@example.com.", "alice@example.com"),
        ("alice＠example．com", "alice@example.com"),
        (" alice @ example.com ", "alice@example.com"),
        ("alice\u200b@example.com", "alice@example.com"),
        ("alice@MÜLLER-bau.de", "alice@müller-bau.de"),
        ("user@xn--mller-kva.de", "user@müller.de"),
        ("Alice.Example@EXAMPLE.com", "Alice.Example@example.com"),
        ("alice (at) example.com", "alice@example.com"),
    ],
)
def test_j08_pasted_junk_is_mended(pasted: str, address: str) -> None:
    assert email.mend(pasted).address == address


@pytest.mark.parametrize(
    "text",
    [
        "alice",
        "alice@example",
        "bob@exam ple.com",
        "j\u043ehn@ex\u202eample.com",
        "a@b.com, c@d.com",
        "",
    ],
)
def test_j08_what_has_no_one_reading_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        email.mend(text)


def test_j08_error_says_how_to_mend() -> None:
    with pytest.raises(FormatError, match=r"has two dots in a row\. Take one away\."):
        email.parse("alice@example..com")


def test_j08_a_list_is_taken_apart() -> None:
    found, rest = email.mend_all(
        "alice@example.com; Bob <bob@example.com> ::: ALICE@example.com, nobody"
    )
    assert ([address.address for address in found], rest) == (
        ["alice@example.com", "bob@example.com"],
        ["nobody"],
    )
