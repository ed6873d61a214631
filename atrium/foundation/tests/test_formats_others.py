"""J08: postal codes by country, web addresses, tax IDs by country, countries, languages; names for search and avatars."""

import pytest

from atrium.foundation.formats import FormatError, country, language, names, postcode, tax_id, web
from atrium.foundation.tests.reference import suite, unescaped

pytestmark = pytest.mark.once


def test_j08_every_example_postcode_fits_its_country_however_it_is_typed() -> None:
    doubted = [
        (row["country"], typed)
        for row in suite("postcodes.csv")
        for typed in (
            row["example"],
            row["example"].lower(),
            row["example"].replace(" ", "").replace("-", ""),
        )
        if postcode.parse(typed, row["country"]).doubt
    ]
    assert doubted == []


@pytest.mark.parametrize(
    ("typed", "place", "kept"),
    [
        ("sw1a1aa", "GB", "SW1A 1AA"),
        ("l8p1a1", "CA", "L8P 1A1"),
        ("31147", "PL", "31-147"),
        ("D-10115", "DE", "10115"),
    ],
)
def test_j08_postcode_takes_the_spelling_of_its_country(typed: str, place: str, kept: str) -> None:
    assert postcode.parse(typed, place) == postcode.Postcode(kept)


def test_j08_a_doubtful_postcode_is_kept_with_a_warning() -> None:
    kept = postcode.parse("123", "DE")
    assert kept.text == "123"
    assert "Check it" in kept.doubt


def test_j08_zeros_eaten_by_a_spreadsheet_come_back() -> None:
    assert [
        postcode.with_zeros("155", "NO"),
        postcode.with_zeros("184", "IT"),
        postcode.with_zeros("10115", "DE"),
    ] == [
        "0155",
        "00184",
        "10115",
    ]


def test_j08_web_addresses() -> None:
    rows = [
        (unescaped(row["url_python_escaped"]), row["want"] == "valid") for row in suite("urls.csv")
    ]
    wanted = {text: want and not text.startswith("ftp") for text, want in rows}
    assert {text: _is_web(text) for text in wanted} == wanted


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://", "not a page"],
)
def test_j08_other_schemes_are_refused(text: str) -> None:
    assert not _is_web(text)


def test_j08_https_is_added() -> None:
    assert web.mend(" <WWW.example.com/~c0> ").text == "https://WWW.example.com/~c0"


@pytest.mark.filterwarnings("ignore:The stdnum:DeprecationWarning")
def test_j08_identifiers_by_scheme() -> None:
    wrong = [
        row
        for row in suite("tax_and_id_numbers.csv")
        if _is_id(row["stdnum_module"], row["number"]) != (row["want"] == "valid")
    ]
    assert wrong == []


def test_j08_tax_id_by_country() -> None:
    assert tax_id.parse("DE 136,695 976", "DE") == tax_id.TaxId("136695976", "de.vat", "DE")
    with pytest.raises(FormatError, match="check digit"):
        tax_id.parse("DE136695978", "DE")


def test_j08_tax_id_of_a_country_without_rules_is_kept_unchecked() -> None:
    assert tax_id.parse("AB 12345", "WS") == tax_id.TaxId("AB12345", "", "WS")


@pytest.mark.parametrize(
    "text", ["Deutschland", "Allemagne", "germany", "DE", "deu", "Ｇermany", "ドイツ"]
)
def test_j08_country_in_many_languages(text: str) -> None:
    assert country.parse(text) == country.Country("DE", "Germany")


def test_j08_unknown_country_says_what_to_write() -> None:
    with pytest.raises(FormatError, match="two-letter code"):
        country.parse("Atlantis")


def test_j08_language() -> None:
    assert [language.parse(text).code for text in ("German", "Deutsch", "de-AT", "español")] == [
        "de",
        "de",
        "de",
        "es",
    ]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Harbour & Pine Architects", "HP"),
        ("José", "J"),
        ("😀 Party Ltd", "P"),
        ("山田 太郎", "山"),
        ("محمد علي", "مع"),
        ("ООО «Ромашка»", "Р"),
        ("GmbH", "G"),
        ("😀", "?"),
        ("", "?"),
    ],
)
def test_initials_of_any_name(name: str, letters: str) -> None:
    assert names.initials(name) == letters


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Weiß", "weiss"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("Ærø", "aero"),
        ("  D’Arcy  Ünal ", "d'arcy unal"),
        ("Παπαδόπουλος", "παπαδοπουλοσ"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert names.fold(text) == folded


def test_hues_are_one_to_ten_and_neighbours_differ() -> None:
    hues = [names.hue_of(number) for number in range(1, 101)]
    assert set(hues) == set(range(1, 11))
    assert all(hues[i] != hues[i + 1] for i in range(99))


def _is_web(text: str) -> bool:
    try:
        web.parse(text)
    except FormatError:
        return False
    return True


def _is_id(scheme: str, number: str) -> bool:
    try:
        tax_id.parse_as(scheme, number)
    except FormatError:
        return False
    return True
