"""J07, B10: what a record must have is data, and each client says what it lacks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.completeness import gaps_of, recount, stale
from atrium.clients.models import Client, Contact, Link, Location, LocationType, Point, Rule, Tag
from atrium.clients.requirements import CONDITIONS, REQUIREMENTS
from atrium.clients.rules import preview
from atrium.foundation.errors import Refusal
from atrium.foundation.health import examine
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.timeline.undoing import undo

type NewClient = Callable[..., Client]
PAGE = "/acme/settings/rules/"


def lacks(client: Client) -> list[str]:
    """What the client lacks, as the page says it."""
    client.refresh_from_db()
    organisation = client.organisation
    organisation.refresh_from_db()
    return [gap.rule.requirement for gap in gaps_of(client, organisation)]


def share(client: Client) -> int:
    client.refresh_from_db()
    return client.completeness


def service() -> LocationType:
    kind: LocationType = LocationType.objects.get(visited=True)
    return kind


def test_j07_a_bare_client_is_kept_and_says_what_it_lacks(bakery: Client) -> None:
    assert lacks(bakery) == ["reach", "phone", "email", "address", "contact", "owner", "detail"]
    assert share(bakery) == 18


def test_b10_each_change_counts_at_once_and_its_undo_too(bakery: Client, alice: Member) -> None:
    Point.add(bakery, by=alice, kind="phone", text="020 7946 0123")
    assert lacks(bakery) == ["email", "address", "contact", "owner", "detail"]
    undo(alice.acts.latest("pk"), by=alice)
    assert lacks(bakery)[:2] == ["reach", "phone"]


def test_j07_a_contact_can_be_the_way_of_contact(bakery: Client, alice: Member) -> None:
    ann = Contact.add(by=alice, given_name="Ann")
    link = Link.make(bakery, ann, by=alice)
    assert "reach" in lacks(bakery)
    Point.add(ann, by=alice, kind="email", text="ann@vincent.example")
    assert "reach" not in lacks(bakery)
    link.end(by=alice)
    assert "reach" in lacks(bakery)


def test_j07_a_service_address_is_asked_of_clients_with_field_work(
    bakery: Client, alice: Member
) -> None:
    place = Location.add(bakery, by=alice, type=service(), city="Bristol")
    assert lacks(bakery)[1] == "service_address"
    place.edit(by=alice, street="1 Quay Street", country="GB")
    assert "service_address" not in lacks(bakery)


def test_j07_an_emergency_contact_is_asked_for_once_the_organisation_says_so(
    bakery: Client, alice: Member
) -> None:
    Location.add(bakery, by=alice, type=service(), street="1 Quay Street", city="Bristol")
    rule = Rule.objects.get(requirement="role")
    assert "role" not in lacks(bakery)
    rule.switch(by=alice, on=True)
    assert "role" in lacks(bakery)


def test_j07_a_rule_can_be_about_a_tag_or_a_status(
    bakery: Client, new_client: NewClient, alice: Member
) -> None:
    tag: Tag = Tag.objects.get(label="VIP")
    rose = new_client("Rose")
    wish = {"requirement": "detail", "target": "tax_id"}
    Rule.add(by=alice, condition="tag", value=str(tag.pk), **wish)
    status = str(bakery.status_id)
    Rule.add(by=alice, condition="status", value=status, requirement="detail", target="industry")
    tag.put_on(rose, by=alice)
    asked = [[gap.rule.target for gap in gaps_of(c, c.organisation)] for c in _fresh(bakery, rose)]
    assert [("tax_id" in targets, "industry" in targets) for targets in asked] == [
        (False, True),
        (True, True),
    ]


def _fresh(*clients: Client) -> list[Client]:
    for client in clients:
        client.refresh_from_db()
        client.organisation.refresh_from_db()
    return list(clients)


def test_b10_what_is_there_but_wrong_is_told_as_wrong(bakery: Client, alice: Member) -> None:
    Point.objects.create(client=bakery, kind="email", value="none", normal="none", sound=False)
    recount([bakery.pk])
    assert "sound_reach" in lacks(bakery)
    Location.add(bakery, by=alice, type=service(), postcode="123", city="Bonn", country="DE")
    assert "sound_postcode" in lacks(bakery)
    wrong = [gap.sentence for gap in gaps_of(bakery, bakery.organisation) if gap.wrong]
    assert "Has a postcode that does not fit its country" in wrong


def test_b10_weights_are_settings(bakery: Client, alice: Member) -> None:
    rule = Rule.objects.get(requirement="reach")
    rule.edit(by=alice, weight=10)
    assert share(bakery) == 11


def test_j07_what_always_holds_cannot_be_switched_off(alice: Member, acme: object) -> None:
    rule = Rule.objects.get(always=True)
    with pytest.raises(Refusal, match="always holds"):
        rule.switch(by=alice, on=False)
    with pytest.raises(Refusal, match="always holds"):
        rule.drop(by=alice)
    with pytest.raises(Refusal, match="always holds"):
        rule.edit(by=alice, requirement="owner")


def test_j07_the_same_rule_twice_is_refused(alice: Member, acme: object) -> None:
    with pytest.raises(Refusal, match="asked for already"):
        Rule.add(by=alice, condition="all", requirement="owner")


def test_j07_a_preview_tells_how_many_become_incomplete(
    bakery: Client, new_client: NewClient, alice: Member
) -> None:
    Rule.objects.exclude(always=True).delete()
    Point.add(bakery, by=alice, kind="phone", text="020 7946 0123")
    new_client("Rose")
    found = preview(Rule(condition="all", requirement="owner"))
    assert (found.unmet, found.newly) == (2, 1)
    assert found.sentence == "This makes 1 client incomplete; 2 in all do not meet it."


@pytest.mark.parametrize("slug", [each.slug for each in REQUIREMENTS])
def test_j07_every_requirement_can_be_asked_of_everyone(
    slug: str, bakery: Client, alice: Member
) -> None:
    asks = REQUIREMENTS[slug]
    targets = asks.targets(lexicon.of(alice.organisation)) or [("", "")]
    for target, _ in targets:
        preview(Rule(condition="all", requirement=slug, target=target))


@pytest.mark.parametrize("slug", [each.slug for each in CONDITIONS])
def test_j07_every_condition_can_be_asked(slug: str, bakery: Client, alice: Member) -> None:
    about = CONDITIONS[slug]
    for value, _ in about.values(lexicon.of(alice.organisation)) or [("", "")]:
        preview(Rule(condition=slug, value=value, requirement="owner"))


def test_j07_rules_are_seen_added_changed_and_switched_in_the_settings(
    as_alice: Browser, bakery: Client
) -> None:
    assert "Companies must have a contact." in as_alice.get(PAGE).content.decode()
    form = {"about": "kind:company", "asks": "detail:tax_id", "weight": "4"}
    assert "1 client incomplete" not in as_alice.get(PAGE + "preview/", form).content.decode()
    assert "1 in all do not meet it" in as_alice.get(PAGE + "preview/", form).content.decode()
    assert as_alice.get(PAGE + "add/").status_code == 200
    assert as_alice.post(PAGE + "add/", form)["Location"] == PAGE
    rule = Rule.objects.get(target="tax_id")
    url = f"{PAGE}{rule.public_id}/"
    assert as_alice.post(url, form | {"weight": "11"}).status_code == 422
    as_alice.post(url, form | {"weight": "7"})
    as_alice.post(f"{url}switch/", {"off": "1"}, headers={"HX-Request": "true"})
    rule.refresh_from_db()
    assert (rule.weight, rule.active) == (7, False)
    as_alice.post(f"{url}remove/")
    assert not Rule.objects.filter(pk=rule.pk).exists()


def test_j07_rules_are_for_those_who_run_the_place(
    as_bob: Browser, as_charlie: Browser, visitor: Browser, acme: object
) -> None:
    key = Rule.objects.get(requirement="owner").public_id
    for url in (PAGE, f"{PAGE}add/", f"{PAGE}preview/", f"{PAGE}{key}/"):
        assert as_bob.get(url).status_code == 403
        assert as_charlie.get(url).status_code == 404
        assert visitor.get(url).status_code == 302
    assert as_charlie.post(f"{PAGE}{key}/switch/", {"off": "1"}).status_code == 404


def test_b10_the_page_lists_each_gap_with_the_way_to_mend_it(
    as_bob: Browser, as_vera: Browser, bakery: Client
) -> None:
    page = as_bob.get(bakery.get_absolute_url()).content.decode()
    assert "Lacks a way of contact" in page
    assert "/acme/clients/1/points/add/phone/?edit" in page
    assert "/acme/clients/1/details/came_from/?edit" in page
    assert "/acme/clients/1/owner/" not in page, "staff may not give clients away"
    seen = as_vera.get(bakery.get_absolute_url()).content.decode()
    assert "Lacks a way of contact" in seen
    assert "/acme/clients/1/points/add/phone/?edit" not in seen


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("points/add/phone/", {"value": "020 7946 0123"}),
        ("locations/add/", {"city": "Bristol"}),
        ("contacts/add/", {"given_name": "Ann"}),
    ],
)
def test_b10_header_meter_and_gaps_follow_what_was_added(
    as_bob: Browser, bakery: Client, url: str, form: dict[str, object]
) -> None:
    form = form | {"type": service().pk}
    hx = {"HX-Request": "true"}
    answer = as_bob.post(f"/acme/clients/1/{url}", form, headers=hx).content.decode()
    now = f"{share(bakery)} %"
    assert now != "18 %"
    assert f'aria-label="Details complete">{now}</meter>' in answer
    for part in ("client-header", "complete", "completeness", "needs"):
        assert f'id="{part}" data-hx-swap-oob="outerHTML"' in answer


def test_b10_lists_filter_and_sort_by_it(
    as_bob: Browser, bakery: Client, new_client: NewClient, alice: Member
) -> None:
    Rule.objects.exclude(always=True).delete()
    rose = new_client("Rose")
    Point.add(rose, by=alice, kind="phone", text="020 7946 0123")
    recount([bakery.pk, rose.pk])
    incomplete = as_bob.get("/acme/clients/?below=100").content.decode()
    assert "Bakery" in incomplete
    assert "Rose" not in incomplete
    assert "Incomplete" in incomplete
    ordered = as_bob.get("/acme/clients/?sort=-complete").content.decode()
    assert ordered.index("Rose") < ordered.index("Bakery")
    assert as_bob.get("/acme/clients/?below=junk&sort=complete").status_code == 200


def test_b10_the_doctor_finds_a_figure_that_drifted(bakery: Client) -> None:
    def verdict() -> str:
        return next(f.verdict for f in examine() if f.part == "completeness")

    assert list(stale()) == []
    assert verdict() == "good"
    Client.objects.filter(pk=bakery.pk).update(completeness=77)
    assert list(stale()) == [bakery.pk]
    assert verdict() == "bad"


def test_j07_an_admin_may_and_a_manager_may_not(new_member: Callable[..., Member]) -> None:
    browser = Browser()
    browser.force_login(new_member("Mo Mill", Role.MANAGER).user)
    assert browser.get(PAGE).status_code == 403
