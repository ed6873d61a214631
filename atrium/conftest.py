"""The people of the tests: Alice runs Acme, Bob works there, Charlie runs another place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.clients import lexicon, view_log
from atrium.clients.models import Client, Field, FieldSection
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.testing import grounds


@pytest.fixture(autouse=True)
def fresh_words() -> None:
    """Nothing remembered of an earlier test: there the same keys stood for other rows."""
    lexicon.forget_all()
    view_log.forget_known()


@pytest.fixture(autouse=True)
def no_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No PDF is drawn because an invoice was issued: it takes a second; tests that want one ask for it."""
    monkeypatch.setattr("atrium.billing.reactions.paper_of", lambda _invoice: None)


type NewMember = Callable[[str, Role], Member]
type NewClient = Callable[..., Client]


@pytest.fixture
def acme(db: None) -> Iterator[Organisation]:
    """Acme, entered for the whole test."""
    known = Organisation.objects.filter(slug="acme").first()
    organisation = known or grounds.found_acme().organisation
    with current.entered(organisation):
        yield organisation


@pytest.fixture
def new_member(acme: Organisation) -> NewMember:
    def make(name: str, role: Role) -> Member:
        email = f"{name.split(maxsplit=1)[0].lower()}@acme.example"
        user = User.objects.create_user(email, name=name)
        member: Member = Member.objects.create(user=user, name=name, role=role)
        acme.forget_lexicon()
        return member

    return make


@pytest.fixture
def no_fields(acme: Organisation) -> None:
    """Acme without the fields and sections that every organisation starts with."""
    Field.objects.all()._raw_delete("default")  # noqa: SLF001 - delete() would name no organisation
    FieldSection.objects.all()._raw_delete("default")  # noqa: SLF001 - as above
    acme.forget_lexicon()


@pytest.fixture
def alice(acme: Organisation) -> Member:
    """Alice runs the place: an owner."""
    return Member.objects.select_related("organisation", "user").get(name="Alice Ash")


@pytest.fixture
def bob(new_member: NewMember) -> Member:
    """Bob works here, with no special rights: staff."""
    return new_member("Bob Birch", Role.STAFF)


@pytest.fixture
def vera(new_member: NewMember) -> Member:
    """Vera may only look: a viewer."""
    return new_member("Vera Vine", Role.VIEWER)


@pytest.fixture
def charlie(acme: Organisation) -> Member:
    """Charlie runs another organisation and must never see Acme's."""
    return found("Other", email="charlie@other.example", person="Charlie Cole")


@pytest.fixture
def new_client(acme: Organisation, alice: Member) -> NewClient:
    def make(name: str = "Vincent's Bakery", **values: Any) -> Client:
        return grounds.add_client(acme, alice, name, **values)

    return make


@pytest.fixture
def bakery(new_client: NewClient) -> Client:
    """A client of Acme: number 1."""
    return Client.objects.filter(number=1).first() or new_client()


@pytest.fixture
def visitor() -> Browser:
    """A browser that nobody has signed in with."""
    return Browser()


@pytest.fixture
def as_alice(alice: Member) -> Browser:
    browser = Browser()
    browser.force_login(alice.user)
    return browser


@pytest.fixture
def as_bob(bob: Member) -> Browser:
    browser = Browser()
    browser.force_login(bob.user)
    return browser


@pytest.fixture
def as_vera(vera: Member) -> Browser:
    browser = Browser()
    browser.force_login(vera.user)
    return browser


@pytest.fixture
def as_charlie(charlie: Member) -> Browser:
    browser = Browser()
    browser.force_login(charlie.user)
    return browser
