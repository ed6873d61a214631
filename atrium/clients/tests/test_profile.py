"""J14, J06: classification, industries by a standard, and the sections of the profile."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from atrium.clients import fields, industries
from atrium.clients.first_fields import FIRST_FIELDS
from atrium.clients.models import Client, Field, FieldKey, Industry
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

LIST = "/acme/clients/"
PAGE = "/acme/clients/1/"
HX = {"HX-Request": "true"}


@pytest.fixture
def abc(new_client: NewClient, alice: Member) -> list[Client]:
    """Ash is premium, Birch standard, Cedar says nothing."""
    tier = fields.named(alice, "service_tier")
    assert tier is not None
    made = [new_client(name) for name in ("Ash", "Birch", "Cedar")]
    for client, label in zip(made, ("Premium", "Standard"), strict=False):
        client.edit(by=alice, fields={tier: label})
    return made


def listed(browser: Browser, query: str) -> list[str]:
    page = browser.get(f"{LIST}?{query}").text
    found = [name for name in ("Ash", "Birch", "Cedar") if f">{name}</a>" in page]
    return sorted(found, key=lambda name: page.index(f">{name}</a>"))


def test_j14_every_organisation_starts_with_lists_of_its_own(
    acme: Organisation, alice: Member, as_alice: Browser, as_bob: Browser
) -> None:
    assert [f.key for f in fields.of(acme)] == [first.key for first in FIRST_FIELDS]
    tier = Field.objects.get(key="service_tier")
    page = as_alice.get(f"/acme/settings/fields/{tier.pk}/").text
    assert page.index('value="Basic"') < page.index('value="Premium"')
    assert page.index("hidden>Save</button>") < page.index('name="choice_up"')
    sent: dict[str, Any] = {
        "choice_key": ["basic", "premium", ""],
        "choice_label": ["Bronze", "Gold", "Iron"],
    }
    sent |= {"label": "Service tier", "type": "level", "min_role": "viewer", "filterable": "on"}
    assert as_bob.post(f"/acme/settings/fields/{tier.pk}/", sent).status_code == 403
    assert as_alice.post(f"/acme/settings/fields/{tier.pk}/", sent).status_code == 302
    tier.refresh_from_db()
    kept = [(c["key"], c["label"], "gone" in c) for c in tier.options["choices"]]
    assert kept == [
        ("basic", "Bronze", False),
        ("premium", "Gold", False),
        ("iron", "Iron", False),
        ("standard", "Standard", True),
    ]


def test_j14_a_tier_sorts_and_narrows_by_its_height_whatever_its_name(
    abc: list[Client], alice: Member, as_alice: Browser
) -> None:
    assert listed(as_alice, "sort=field.service_tier") == ["Birch", "Ash", "Cedar"]
    assert listed(as_alice, "by.field.service_tier.min=standard") == ["Ash", "Birch"]
    assert listed(as_alice, "by.field.service_tier.max=standard") == ["Birch"]
    assert (
        "Service tier is at least Standard"
        in as_alice.get(f"{LIST}?by.field.service_tier.min=Standard").text
    )
    tier = Field.objects.get(key="service_tier")
    turned = {"choices": list(reversed(tier.options["choices"]))}
    tier.edit(by=alice, options=turned)
    alice.organisation.notice_lexicon()
    assert listed(as_alice, "sort=field.service_tier") == ["Ash", "Birch", "Cedar"]
    assert set(FieldKey.objects.values_list("number", flat=True)) == {0.0, 1.0}


def test_j14_choices_of_a_field_are_moved_without_saving(as_alice: Browser) -> None:
    tier = Field.objects.get(key="service_tier")
    sent: dict[str, Any] = {
        "choice_key": ["basic", "standard"],
        "choice_label": ["Basic", "Standard"],
    }
    sent |= {"label": "Service tier", "type": "level", "min_role": "viewer", "choice_up": "1"}
    page = as_alice.post(f"/acme/settings/fields/{tier.pk}/", sent).text
    assert page.index('value="Standard"') < page.index('value="Basic"')
    tier.refresh_from_db()
    assert [c["key"] for c in tier.options["choices"]] == ["basic", "standard", "premium"]


def test_j14_many_clients_are_classified_at_once_with_one_undo(
    abc: list[Client], alice: Member, as_alice: Browser, as_bob: Browser
) -> None:
    bulk = f"{LIST}bulk/"
    sent = {"deed": "field", "selected": ["1", "2"], "value": "field.service_tier"}
    assert "Premium" in as_alice.post(bulk, sent).text
    sent |= {"for": "field.service_tier", "set": "premium", "go": "1"}
    assert as_bob.post(bulk, sent).status_code == 403
    answer = as_alice.post(bulk, sent).text
    assert "says so already" in answer
    tiers = [c.extra.get("service_tier") for c in Client.objects.order_by("number")]
    assert tiers == ["premium", "premium", None]
    told = Event.objects.filter(client=abc[1], kind="client.field_changed").latest("id")
    assert (told.particulars["before"], told.particulars["after"]) == ("Standard", "Premium")
    undo(Act.objects.latest("id"), by=alice)
    assert listed(as_alice, "by.field.service_tier.is=premium") == ["Ash"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10", "10 Manufacture of food products"),
        ("c10", "10 Manufacture of food products"),
        ("construction OF buildings", "41 Construction of buildings"),
        ("F", "F Construction"),
        ("Construction", "F Construction"),
        ("Bread for hotels", "Bread for hotels"),
        ("", ""),
    ],
)
def test_j14_an_industry_is_of_the_standard_or_a_word_of_ones_own(
    typed: str, kept: str, bakery: Client, alice: Member
) -> None:
    bakery.edit(by=alice, industry=typed)
    assert bakery.industry == kept
    bakery.edit(by=alice, industry=kept)
    assert bakery.industry == kept


def test_j14_the_standard_is_whole() -> None:
    known = industries.standard().values()
    assert (sum(i.is_section for i in known), sum(not i.is_section for i in known)) == (21, 88)
    assert industries.within("C")[:2] == ["C Manufacturing", "10 Manufacture of food products"]


def test_j14_lists_are_narrowed_to_a_section_with_its_divisions(
    abc: list[Client], alice: Member, as_alice: Browser, as_vera: Browser
) -> None:
    for client, industry in zip(abc, ("10", "C", "Bread"), strict=True):
        client.edit(by=alice, industry=industry)
    assert listed(as_alice, "by.industry.is=C") == ["Ash", "Birch"]
    assert listed(as_alice, "by.industry.is=10") == ["Ash"]
    assert listed(as_alice, "by.industry.is=bread") == ["Cedar"]
    assert listed(as_alice, "sort=industry") == ["Ash", "Cedar", "Birch"]
    assert listed(as_alice, "sort=-industry") == ["Birch", "Cedar", "Ash"]
    assert "Industry is C Manufacturing" in as_alice.get(f"{LIST}?by.industry.is=c").text
    offered = as_vera.get(f"{LIST}industries/?q=food", headers=HX).text
    assert 'data-value="10 Manufacture of food products"' in offered


def test_j14_the_form_of_conditions_suggests_industries_and_offers_one_level(
    abc: list[Client], alice: Member, as_alice: Browser
) -> None:
    abc[0].edit(by=alice, industry="10")
    page = as_alice.get(f"{LIST}filter/?by.industry.is=c&by.field.service_tier.max=standard").text
    assert 'data-url="/acme/clients/industries/" data-name="c1.v" data-free' in page
    assert 'name="c1.v" value="C Manufacturing"' in page
    [tiers] = re.findall(r'<select[^>]* name="c2\.v".*?</select>', page, re.DOTALL)
    assert re.findall(r'value="(\w+)"( selected)?', tiers) == [
        ("basic", ""),
        ("standard", " selected"),
        ("premium", ""),
    ]
    assert listed(as_alice, "by.industry.not=c") == ["Birch", "Cedar"]
    assert listed(as_alice, "by.industry.has=food") == ["Ash"]
    assert listed(as_alice, "by.industry.empty=yes") == ["Birch", "Cedar"]
    sent = {"deed": "field", "selected": ["1", "2"], "value": "industry", "for": "industry"}
    asked = as_alice.post(f"{LIST}bulk/", {**sent, "for": ""}).text
    assert 'data-url="/acme/clients/industries/" data-name="set"' in asked
    as_alice.post(f"{LIST}bulk/", sent | {"set": "construction", "go": "1"})
    assert listed(as_alice, "by.industry.is=F") == ["Ash", "Birch"]


def test_j14_own_industries_are_renamed_with_their_clients(bakery: Client, alice: Member) -> None:
    pubs = Industry.add(by=alice, label="Pubs")
    bakery.edit(by=alice, industry="Pubs")
    pubs.edit(by=alice, label="Pubs and inns")
    bakery.refresh_from_db()
    assert bakery.industry == "Pubs and inns"
    undo(Act.objects.latest("id"), by=alice)
    bakery.refresh_from_db()
    assert bakery.industry == "Pubs"
    with pytest.raises(Refusal, match="The standard has this already, as “F Construction”"):
        Industry.add(by=alice, label="construction")
    with pytest.raises(Refusal, match="There is “PUBS” already"):
        Industry.add(by=alice, label="PUBS")


def test_j06_the_profile_folds_what_says_nothing_and_shows_it_when_asked(
    bakery: Client, alice: Member, as_bob: Browser, as_vera: Browser
) -> None:
    page = as_bob.get(PAGE).text
    assert '<details class="fold" id="fold-business">' in page
    assert '<details class="fold" id="fold-classification">' in page
    assert "Show 6 empty fields" in page
    bakery.edit(by=alice, registration_number="09446231")
    page = as_bob.get(PAGE).text
    assert '<details class="fold" id="fold-business" open>' in page
    whole = as_bob.get(f"{PAGE}fields/", headers=HX | {"HX-Target": "div#profile"}).text
    assert "<html" not in whole
    assert whole.count(" open>") == whole.count("<details") == 3
    assert "Add special handling" in whole
    assert "Hide empty fields" in whole
    seen = as_vera.get(f"{PAGE}fields/").text
    assert "<html" in seen
    assert "Add special handling" not in seen


def test_j06_a_full_profile_costs_the_page_no_statement(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    as_bob.get(PAGE)
    with CaptureQueriesContext(connection) as bare:
        as_bob.get(PAGE)
    typed = {"client_type": "household", "service_tier": "basic", "region": "north"}
    typed |= {"sla": "same_day", "response_time": "4", "special_handling": "Ring twice"}
    bakery.edit(
        by=alice, fields={f: typed[f.key] for f in fields.of(alice.organisation) if f.key in typed}
    )
    with CaptureQueriesContext(connection) as full:
        page = as_bob.get(PAGE).text
    assert "Ring twice" in page
    assert len(full) <= len(bare) <= 12


def test_j14_an_organisation_founded_earlier_gets_the_lists_and_keeps_its_own(
    acme: Organisation, no_fields: None, alice: Member
) -> None:
    Field.add(by=alice, label="Region", type="text", filterable=True)
    import_module("atrium.clients.migrations.0025_first_profile").begin(apps, None)
    acme.notice_lexicon()
    found = {f.key: f for f in fields.of(acme)}
    assert set(found) == {first.key for first in FIRST_FIELDS}
    assert (found["region"].type, found["region"].section) == ("text", None)
    tier = found["service_tier"]
    assert (tier.section.label if tier.section else "", tier.keyed) == ("Classification", True)
