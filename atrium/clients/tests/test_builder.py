"""The form that puts conditions together, as it is sent without any script (J02)."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Field
from atrium.conftest import NewClient
from atrium.organisations.models import Member

LIST = "/acme/clients/"
FORM = f"{LIST}filter/"


@pytest.fixture
def abc(new_client: NewClient) -> list[Client]:
    return [new_client(name) for name in ("Ash", "Birch", "Cedar")]


def sent(page: str) -> list[tuple[str, str]]:
    """What the form on the page holds, as a browser would send it."""
    form = page[page.index('id="filter-form"') :]
    found = []
    for tag in re.findall(r"<input[^>]*>", form.partition("</form>")[0]):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = told.get("type") not in {"checkbox", "radio"} or " checked" in tag
        if told.get("name") and ticked:
            found.append((told["name"], unescape(told.get("value", ""))))
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        if chosen or first:
            found.append((name, unescape((chosen or first)[1])))  # type: ignore[index]
    return found


def press(browser: Browser, page: str, **more: str) -> str:
    pairs = [pair for pair in sent(page) if pair[0] not in more] + list(more.items())
    return browser.get(f"{FORM}?{urlencode(pairs)}").text


def test_j02_conditions_are_put_together_line_by_line_without_script(
    as_bob: Browser, abc: list[Client]
) -> None:
    page = as_bob.get(f"{FORM}?status=1&sort=-name").text
    page = press(as_bob, page, add="name")
    page = press(as_bob, page, **{"c1.op": "begins", "c1.v": "a"})
    page = press(as_bob, page, newgroup="1")
    page = press(as_bob, page, add1="Name")
    page = press(as_bob, page, add1="flagged", **{"c2.v": "birch"})
    page = press(as_bob, page, **{"c3.v": "no"})
    assert "and any of" in page
    answer = as_bob.get(f"{FORM}?{urlencode([*sent(page), ('go', '1')])}")
    where = "name.begins:a,any(name.has:birch,flagged.is:no)"
    assert unquote(answer["Location"]) == f"{LIST}?status=1&where={where}&sort=-name"

    again = as_bob.get(f"{FORM}?{urlsplit(answer['Location']).query}").text
    assert [value for name, value in sent(again) if name.endswith(".by")] == [
        "name",
        "name",
        "flagged",
    ]
    turned = press(as_bob, again, match="any")
    without = press(as_bob, turned, drop="c1")
    here = as_bob.get(f"{FORM}?{urlencode([*sent(without), ('go', '1')])}")["Location"]
    assert "where=name.has:birch,flagged.is:no" in unquote(here)


def test_j02_the_form_counts_truly_and_says_what_is_wrong(
    as_bob: Browser, as_alice: Browser, abc: list[Client], alice: Member
) -> None:
    abc[2].restrict(by=alice, to_team=True)
    where = "where=any(name.is:ash,name.is:cedar)"
    assert "1 of 2 clients" in as_bob.get(f"{FORM}?{where}").text
    assert "2 of 3 clients" in as_alice.get(f"{FORM}?{where}").text
    wrong = as_bob.get(f"{FORM}?where=created.in:someday").text
    assert "Write a period such as this month" in wrong
    kept = as_bob.get(f"{FORM}?where=not(name.is:ash)").text
    assert 'name="kept" value="not(name.is:ash)"' in kept
    assert "where=not(name.is:ash)" in unquote(
        as_bob.get(f"{FORM}?{urlencode([*sent(kept), ('go', '1')])}")["Location"]
    )


def test_j02_fields_are_found_as_one_types_and_hidden_ones_are_not(
    as_bob: Browser, as_alice: Browser, alice: Member
) -> None:
    Field.add(by=alice, label="Margin", type="money", filterable=True, min_role="manager")
    Field.objects.update(keyed=True)
    alice.organisation.forget_lexicon()
    assert "Margin" in as_alice.get(f"{FORM}fields/?q=marg").text
    assert "Margin" not in as_bob.get(f"{FORM}fields/?q=marg").text
    assert "Last contact" in as_bob.get(f"{FORM}fields/?q=CONTACT").text
    assert as_bob.get(f"{FORM}fields/?q=%00'<").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["c1.by=x", "c1.by=name&c1.op=%00&c1.v=a", "here=%ff", "c999.by=name&here=", "group=x&here=",
     "match=none&here=&c1.by=created&c1.op=in&c1.v=x", "kept=(&here=", "add=%00&here=", "go=1&here="],
)  # fmt: skip
def test_j02_a_broken_form_never_breaks_the_page(as_bob: Browser, query: str) -> None:
    assert as_bob.get(f"{FORM}?{query}").status_code in {200, 302}
    assert dict(parse_qsl(query)) is not None
