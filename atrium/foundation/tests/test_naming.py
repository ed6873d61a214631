"""J11: countries and languages are named in the reader's language, and kept and exchanged as codes."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import translation

from atrium.foundation.formats import country, language
from atrium.foundation.naming import (
    countries_called,
    country_called,
    language_called,
    languages_called,
)
from atrium.foundation.said import in_english, kept, listed, told


@pytest.mark.parametrize(
    ("tongue", "land", "speech"),
    [
        ("en", "Germany", "French"),
        ("de", "Deutschland", "Französisch"),
        ("fr", "Allemagne", "français"),
        ("es", "Alemania", "francés"),
        ("pl", "Niemcy", "francuski"),
        ("ar", "ألمانيا", "الفرنسية"),
    ],
)
def test_j11_each_reader_finds_countries_and_languages_in_their_own(
    tongue: str, land: str, speech: str
) -> None:
    with translation.override(tongue):
        assert (country_called("de"), language_called("fr")) == (land, speech)


def test_j11_names_stand_in_the_order_of_the_readers_language() -> None:
    with translation.override("de"):
        names = [name for _, name in countries_called()]
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")
    assert names.index("Dänemark") < names.index("Deutschland")


def test_j11_what_is_kept_of_a_name_is_its_code() -> None:
    with translation.override("de"):
        said = listed(["Wien", country_called("AT")])
        assert (said, in_english(said)) == ("Wien, Österreich", "Wien, Austria")
        row = kept(said)
    assert row == {"listed": ["Wien", {"land": "AT"}], "by": ", "}
    with translation.override("fr"):
        assert told(row) == "Wien, Autriche"


def test_what_nobody_knows_stays_as_it_is() -> None:
    with translation.override("de"):
        assert (country_called("XQ"), language_called("Mumbling")) == ("XQ", "Mumbling")


@pytest.mark.parametrize("tongue", [code for code, _ in settings.LANGUAGES])
def test_j11_every_name_that_is_shown_is_understood_when_it_is_typed(tongue: str) -> None:
    with translation.override(tongue):
        strange = [(c, n) for c, n in countries_called() if _country(n) != c]
        strange += [(c, n) for c, n in languages_called() if _language(n) != c]
    assert strange == []


def _country(name: str) -> str:
    found = country.find(name)
    return found.code if found else ""


def _language(name: str) -> str:
    return language.parse(name).code
