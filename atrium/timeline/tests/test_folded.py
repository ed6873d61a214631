"""The words of an event as PostgreSQL keeps them (J02)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

BEGINNING = import_module("atrium.timeline.migrations.0007_words_of_events")
TEXTS = [
    "",
    "!!! ... ---",
    "Maya wrote a note about the boiler, twice: A-17/b_c",
    "Zażółć GĘŚLĄ jaźń",
    "MÜLLER straße ﬁne ½ ㎏",
    "Ωmega Ἀθήνα Ёлка",
    "Vincent's 👩‍🍳 Bakery",
    "حساب العميل ٣",
    "tab\tand\nline",
    "x" * 300,
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_j02_words_are_folded_as_they_always_were(text: str) -> None:
    """What was kept before is found by what is typed now."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has a tokenizer of its own")
    body = BEGINNING.POSTGRESQL[0].partition("AS $$")[2].removesuffix("$$\n    ")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'")
        collation = '"und-x-icu"' if cursor.fetchone() else '"default"'
        first = body.replace("{collation}", collation).replace("given", "%s")
        cursor.execute(f"SELECT ({first}), timeline_folded(%s)", [text, text])
        before, now = cursor.fetchone()
    assert now == before
    assert bool(now) == any(letter.isalnum() for letter in text)
