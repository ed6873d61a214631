"""J11: why a row of a file was left out is read in the language of who looks, not of who imported it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import translation

from atrium.clients.models import Client
from atrium.imports.models import Import
from atrium.imports.remarks import common
from atrium.imports.tests.test_import_work import JOBS, taken
from atrium.organisations.models import Member

NO_NAME = "The row does not say what it is called."


@pytest.fixture
def german_plan(bakery: Client, alice: Member) -> Import:
    """A file that somebody planned in German."""
    with translation.override("de"):
        return taken(JOBS, alice, "jobs")


def test_j11_a_reason_is_told_in_the_language_of_who_reads(german_plan: Import) -> None:
    rows = german_plan.rows_of_file
    with translation.override("de"):
        assert rows.get(number=5).reason == "Es gibt hier keinen Kunden Unheard Ltd."
        assert rows.get(number=4).reason != NO_NAME
    assert rows.get(number=5).reason == "There is no client Unheard Ltd here."
    assert rows.get(number=4).reason == NO_NAME


def test_j11_a_reason_that_is_saved_again_still_knows_its_message(german_plan: Import) -> None:
    row = german_plan.rows_of_file.get(number=5)
    row.save(update_fields=["reason"])
    with translation.override("fr"):
        found = german_plan.rows_of_file.get(number=5).reason
    assert "Unheard Ltd" in found
    assert found != row.reason


def test_j11_remarks_on_values_are_told_anew_too(german_plan: Import) -> None:
    row = german_plan.rows_of_file.get(number=3)
    english = {words for _, words, _ in row.problems}
    with translation.override("de"):
        german = {words for _, words, _ in row.problems}
    assert len(english) == len(german) == 4
    assert not english & german
    assert common(german_plan.rows_of_file.all()) == []


@pytest.mark.parametrize("words", ["Kept as text before.", '{"said": "x"', "{braces}"])
def test_j11_what_knows_no_message_is_read_as_it_stands(german_plan: Import, words: str) -> None:
    row = german_plan.rows_of_file.get(number=5)
    with connection.cursor() as cursor:  # as rows of before hold it
        cursor.execute(
            "UPDATE imports_importrow SET reason = %s WHERE organisation_id = %s AND id = %s",
            [words, row.organisation_id, row.pk],
        )
    assert german_plan.rows_of_file.get(number=5).reason == words
    row.reason = words
    row.save(update_fields=["reason"])
    with translation.override("de"):
        assert german_plan.rows_of_file.get(number=5).reason == words
