"""J20: the message names the cause and the next step, and never more than the asker may know."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

from atrium.clients import causes, lexicon
from atrium.clients.filters import Filters
from atrium.clients.models import Client, Contact, Link, Point, Relation, State
from atrium.clients.nothing_listed import nothing_listed
from atrium.clients.search import why_nothing
from atrium.conftest import NewClient, NewMember
from atrium.foundation.causes import CAUSES, REFUSED, Explanation
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found as found_organisation
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role

HTMX = {"HX-Request": "true"}


def does(why: Explanation) -> list[str]:
    return [step.does for step in why.steps]


def why(member: Member, query: str) -> Explanation:
    return why_nothing(member, query)


def test_j20_every_cause_has_a_title_and_no_code_is_made_up() -> None:
    assert all(cause.title and cause.icon for cause in CAUSES)
    with pytest.raises(KeyError):
        Explanation("made.up", "No")
    assert Refusal("No").explanation == Explanation(REFUSED, "No")


def test_j20_a_number_that_leads_nowhere_says_why_inside_the_frame(
    as_alice: Browser, as_bob: Browser, bakery: Client, alice: Member
) -> None:
    page = as_alice.get("/acme/clients/99/").content.decode()
    assert "C-0099 was never given to a client. The highest is C-0001." in page
    assert 'aria-label="Main"' in page
    assert 'data-next href="/acme/clients/"' in page

    Client.objects.filter(pk=bakery.pk).update(state=State.WITHDRAWN)
    answer = as_alice.get("/acme/clients/1/")
    assert (answer.status_code, "an import that was undone" in answer.content.decode()) == (404, 1)
    bobs = as_bob.get("/acme/clients/1/").content.decode()
    assert "C-0001 does not exist, or you may not see it." in bobs
    assert "Ask an owner or manager" in bobs
    part = as_bob.get("/acme/clients/1/", headers=HTMX).content.decode()
    assert "data-problem>C-0001 does not exist, or you may not see it." in part
    assert "<html" not in part


def test_j20_another_organisation_is_named_only_to_its_members(
    as_alice: Browser, as_bob: Browser, alice: Member, charlie: Member
) -> None:
    there = found_organisation("Northlight", email=alice.user.email, person="Alice Ash")
    with current.entered(there.organisation):
        status = lexicon.of(there.organisation).default_status
        Client.add(by=there, name="Zephyr Sails", status=status)

    told = as_alice.get("/acme/clients/1/").content.decode()
    assert 'href="/northlight/clients/1/"' in told
    assert "Zephyr" not in told
    assert (
        'href="/northlight/clients/?q=zephyr"'
        in as_alice.get("/acme/clients/?q=zephyr").content.decode()
    )
    assert "northlight" not in as_bob.get("/acme/clients/1/").content.decode().lower()
    assert "northlight" not in as_bob.get("/acme/clients/?q=zephyr").content.decode().lower()


def test_j20_a_search_that_finds_nothing_says_what_would(
    alice: Member, vera: Member, new_client: NewClient
) -> None:
    baker = new_client("Vincent's Bakery")
    new_client("Northbank Studio").archive(by=alice)

    gone = why(alice, "northbank")
    assert gone.code == causes.ONLY_ARCHIVED
    assert gone.steps[0].url == "/acme/clients/?q=northbank&state=archived"
    slip = why(alice, "vinzandt")
    assert (slip.code, slip.steps[0].url) == (causes.OTHER_SPELLING, baker.get_absolute_url())
    assert "Did you mean Vincent's Bakery?" in slip.text
    assert why(alice, "--").code == causes.TOO_SHORT
    nothing = why(alice, "qqqq wwww")
    assert (nothing.code, does(nothing)) == (causes.NOTHING, ["create"])
    assert nothing.steps[0].url == "/acme/clients/new/?name=qqqq+wwww"
    assert does(why(vera, "qqqq")) == ["ask"]


def test_j20_a_list_says_which_condition_leaves_everyone_out(
    as_alice: Browser, alice: Member, bakery: Client
) -> None:
    told = nothing_listed(Filters.parse("q=bakery&kind=individual"), alice)
    assert (told.code, told.steps[0].url) == (causes.ONLY_WITHOUT, "/acme/clients/?q=bakery")
    assert told.text.startswith("One client matches “bakery”, but the conditions")

    told = nothing_listed(Filters.parse("kind=company&owner=none&hold=1"), alice)
    assert [step.label for step in told.steps] == ["Without “On hold”: 1", "Clear all filters"]
    page = as_alice.get("/acme/clients/?q=bakery&kind=individual").content.decode()
    assert 'href="/acme/clients/?q=bakery"' in page
    assert "Show 1 without the conditions" in page


def test_j20_palette_pickers_list_and_command_tell_the_same(
    as_alice: Browser, bakery: Client, alice: Member
) -> None:
    bakery.archive(by=alice)
    words = "Include the archive to see it."
    for url in ("palette/", "clients/find/", "clients/"):
        page = as_alice.get(f"/acme/{url}?q=vincent").content.decode()
        assert words in page, url
        assert "/acme/clients/?q=vincent&amp;state=archived" in page, url
    person = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    person.archive(by=alice)
    picked = as_alice.get("/acme/contacts/find/?q=oak").content.decode()
    assert "Only Ann Oak matches “oak”, who is archived." in picked


def test_j20_what_cannot_be_linked_or_saved_has_its_cause_and_step(
    alice: Member, bakery: Client
) -> None:
    ann = Contact.add(by=alice, given_name="Ann", family_name="Oak")
    Link.make(bakery, ann, by=alice)
    with pytest.raises(Refusal) as twice:
        Link.make(bakery, ann, by=alice)
    assert twice.value.explanation.code == causes.LINKED_ALREADY
    with pytest.raises(Refusal) as itself:
        Relation.make(bakery, bakery, by=alice, kind=None)  # type: ignore[arg-type]
    assert itself.value.explanation.code == causes.LINK_TO_ITSELF
    bakery.archive(by=alice)
    with pytest.raises(Refusal) as archived:
        bakery.refuse_archived()
    assert archived.value.explanation.code == causes.ARCHIVED
    assert archived.value.explanation.steps[0].url == bakery.get_absolute_url()


def test_j20_who_signed_out_meanwhile_is_told_and_keeps_what_was_typed(
    visitor: Browser, bakery: Client
) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/acme/clients/1/"}
    answer = visitor.post("/acme/clients/1/notes/", {"text": "x"}, headers=asked)
    assert answer.status_code == 401
    assert "nothing was saved" in answer.content.decode()
    assert "/accounts/login/?next=%2Facme%2Fclients%2F1%2F" in answer.content.decode()


ASKED = [
    "blackwater",
    "blackwatr",
    "blakwater holdigns",
    "blackwater zzz",
    "C-2",
    "0002",
    "ops@blackwater.example",
    "07700 900456",
    "quill",
    "Quill Marsh",
    "Quentin",
    "bl*ter",
]


def answers(browser: Browser) -> dict[str, str]:
    """What every way to ask says, with what is new each time taken out."""

    def get(url: str, headers: dict[str, str]) -> None:
        page = browser.get(f"/acme/{url}", headers=headers).content.decode()
        found[f"{url} {headers}"] = re.sub(r'"\w{64}"', "", page)

    found: dict[str, str] = {}
    for url in ("clients/2/", "clients/2/contacts/", "clients/2/history/"):
        get(url, {})
        get(url, HTMX)
    for words in ASKED:
        asked = urlencode({"q": words})
        for more in ("", "&kind=individual", "&state=archived")[: 3 if words in ASKED[:3] else 1]:
            get(f"clients/?{asked}{more}", HTMX | {"HX-Target": "client-results"})
        for place in ("palette/", "clients/find/", "contacts/find/", "contacts/"):
            get(f"{place}?{asked}", HTMX)
        get(f"clients/similar/?{urlencode({'name': words})}", HTMX)
    return found


@pytest.mark.parametrize("archived", [False, pytest.param(True, marks=pytest.mark.once)])
def test_j20_a_restricted_client_reads_like_one_that_never_was(
    new_member: NewMember, new_client: NewClient, bakery: Client, alice: Member, *, archived: bool
) -> None:
    """Every answer to one who may not see it is the same before it was there and after."""
    browsers = []
    for name, role in (("Mona Moss", Role.MANAGER), ("Vic Vale", Role.VIEWER)):
        browsers.append(Browser())
        browsers[-1].force_login(new_member(name, role).user)
    before = [answers(browser) for browser in browsers]
    with_secret(new_client, alice, archived=archived)
    for browser, told in zip(browsers, before, strict=True):
        for url, answer in answers(browser).items():
            assert answer == told[url], url


def with_secret(new_client: NewClient, alice: Member, *, archived: bool) -> Client:
    secret = new_client("Blackwater Holdings")
    secret.restrict(by=alice, to_team=True)
    person = Contact.add(by=alice, given_name="Quentin", family_name="Quill Marsh")
    Link.make(secret, person, by=alice)
    Point.add(secret, by=alice, kind="email", text="ops@blackwater.example")
    Point.add(secret, by=alice, kind="phone", text="07700 900456")
    if archived:
        secret.archive(by=alice)
    return secret


def test_j20_the_name_of_a_restricted_client_is_no_way_to_find_out(
    as_bob: Browser, new_client: NewClient, bakery: Client, alice: Member
) -> None:
    secret = with_secret(new_client, alice, archived=False)
    typed = {"kind": "company", "name": secret.name, "status": str(secret.status_id)}
    answer = as_bob.post("/acme/clients/new/", typed)
    assert answer.status_code == 302
    twin = Client.objects.get(number=3)
    assert (twin.name, twin.namesake) == (secret.name, True)
    answer = as_bob.post("/acme/clients/1/relations/add/", {"client": "2"}, headers=HTMX)
    other = as_bob.post("/acme/clients/1/relations/add/", {"client": "77"}, headers=HTMX)
    assert answer.status_code == other.status_code == 422
    assert answer.content.decode().count("There is none of these that you can see") == 1
    assert other.content.decode().count("There is none of these that you can see") == 1
