"""A file that is none of ours is refused in words, and changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from atrium.clients.models import Tag
from atrium.configuration.document import as_text, read, written
from atrium.configuration.plan import MOST_CHANGED, Does, take_in
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.prices.models import Item

HEAD = '{"format": "atrium-configuration", "version": 1, "parts": '
NESTED = '{"tags": [{"label": {"a": {"b": {"c": {"d": {"e": 1}}}}}}]}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"\xff\xfe\x00", "no JSON"),
        (b"", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"9" * 9_000, "no JSON"),
        (b'{"format": NaN}', "no JSON"),
        (b"[]", "no configuration of Atrium"),
        (b'{"format": "other", "version": 1}', "no configuration of Atrium"),
        (b'{"format": "atrium-configuration", "version": 2, "parts": {}}', "version 1"),
        (b'{"format": "atrium-configuration", "version": true, "parts": {}}', "version 1"),
        (b'{"format": "atrium-configuration", "version": "1", "parts": {}}', "version 1"),
        (f"{HEAD}[]}}".encode(), "“parts” is an object"),
        (f'{HEAD}{{"secrets": []}}}}'.encode(), "no part “secrets”"),
        (f'{HEAD}{{"tags": {{}}}}}}'.encode(), "“tags” is a list of objects"),
        (f'{HEAD}{{"tags": [1]}}}}'.encode(), "“tags” is a list of objects"),
        (f'{HEAD}{{"organisation": []}}}}'.encode(), "“organisation” is one object"),
        (f'{HEAD}{{"tags": [{{"label": "\\u0000"}}]}}}}'.encode(), "characters that are none"),
        (f'{HEAD}{{"tags": [{{"label": "\\ud800"}}]}}}}'.encode(), "characters that are none"),
        (f"{HEAD}{NESTED}}}".encode(), "nested too deeply"),
        (f'{HEAD}{{"tags": [{"{}," * 5_000}{{}}]}}}}'.encode(), "at most 5,000 entries"),
        (b" " * 10_000_000, "at most 1 MB"),
    ],
)
@pytest.mark.once
def test_j24_what_is_no_configuration_is_refused(text: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read(text)


@pytest.mark.parametrize(
    "value", [None, True, 3, 2.5, -1, 10**30, "", "x" * 70_000, [], ["x"], {}, {"a": 1}]
)
def test_j24_no_value_of_any_name_of_any_part_breaks_anything(set_up: Member, value: Any) -> None:
    """Each name of each entry in turn holds what it should not: it is refused or kept, never an error."""
    told = written(set_up)
    for slug, entries in told["parts"].items():
        entry = entries if isinstance(entries, dict) else entries[-1]
        for name in entry:
            bad = entry | {name: value}
            parts = {slug: bad if isinstance(entries, dict) else [bad]}
            plan = take_in(told | {"parts": parts}, by=set_up)
            assert all(x.why for x in plan.lines if x.does is Does.CANNOT), (slug, name)


def test_j24_too_many_changes_change_nothing(alice: Member) -> None:
    tags = [{"label": f"Tag {number}"} for number in range(MOST_CHANGED + 1)]
    text = json.dumps({"format": "atrium-configuration", "version": 1, "parts": {"tags": tags}})
    before = as_text(written(alice))
    with pytest.raises(Refusal, match=r"More than 1,000 entries"):
        take_in(read(text), by=alice)
    assert as_text(written(alice)) == before
    assert Tag.objects.count() == 2


def test_j24_large_lists_that_are_the_same_are_read(set_up: Member) -> None:
    for number in range(30):
        Item.add(by=set_up, name=f"Item {number}", code=f"I{number}", price_minor=number)
    plan = take_in(written(set_up), by=set_up)
    assert plan.counts["same"] > 30
    assert plan.writes == 0
