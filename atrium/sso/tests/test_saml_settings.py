"""J24: a provider of SAML is set up: its metadata is checked before it is kept, and read anew each day."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser

from atrium.accounts.tests.test_signing_in import PASSWORD
from atrium.conftest import NewMember
from atrium.foundation import outbound
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.test_step_up import later
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.sso.models import Domain, Identity, Provider
from atrium.sso.tasks import read_providers
from atrium.sso.tests.conftest import bob_there, brought, signs_in_by_saml
from atrium.sso.tests.test_reach import by_password
from atrium.testing.oidc_issuer import Issuer
from atrium.testing.saml_issuer import Keys, SamlIssuer

PAGE = "/acme/settings/sso/"
ADD = f"{PAGE}add/?kind=saml"


def filled(**other: str) -> dict[str, str]:
    return {"name": "Keys & Co", "joins": "invited", "default_role": "staff"} | other


def test_j24_metadata_are_kept_when_they_fit(as_alice: Browser, saml_issuer: SamlIssuer) -> None:
    good = saml_issuer.metadata.decode()
    weak, past = SamlIssuer(), SamlIssuer()
    weak.shows, past.shows = [Keys.made(bits=1024)], [Keys.made(days=-1)]
    nobody = good.replace('<md:KeyDescriptor use="signing">', '<md:KeyDescriptor use="encryption">')
    two = f'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{good}{good}</md:EntitiesDescriptor>'
    for words, told in (
        ("no XML that can be read", "hello"),
        ("document type", f"<!DOCTYPE x [<!ENTITY a 'b'>]>{good}"),
        ("its root is no EntityDescriptor", "<html/>"),
        ("of one identity provider; this names 2", two),
        ("names 0", good.replace("IDPSSODescriptor", "SPSSODescriptor")),
        ("names no entity ID", good.replace(f'entityID="{saml_issuer.url}/metadata"', "")),
        ("HTTP-Redirect", good.replace("HTTP-Redirect", "SOAP")),
        ("must begin with https://", good.replace(f"{saml_issuer.url}/sso", "javascript:x")),
        ("inside this network", good.replace(f"{saml_issuer.url}/sso", "https://10.0.0.1/")),
        ("certificates that it signs by", nobody),
        ("cannot be read", good.replace(saml_issuer.keys.shown, "AAAA")),
        ("too weak", weak.metadata.decode().replace(":0/", f":{saml_issuer.port}/")),
        ("past its date", past.metadata.decode().replace(":0/", f":{saml_issuer.port}/")),
        (
            "past its validUntil",
            good.replace("entityID", 'validUntil="2020-01-01T00:00:00Z" entityID', 1),
        ),
    ):
        answer = as_alice.post(ADD, filled(metadata=told))
        assert (answer.status_code, words in answer.text) == (422, True), words
        saml_issuer.says = told.encode()
        answer = as_alice.post(ADD, filled(metadata_url=f"{saml_issuer.url}/metadata"))
        assert (answer.status_code, words in answer.text) == (422, True), words
    for words, url in (
        ("It answers 404", f"{saml_issuer.url}/nothing"),
        ("inside this network", "https://169.254.169.254/metadata"),
        ("does not begin with https://", "http://8.8.8.8/metadata"),
    ):
        answer = as_alice.post(ADD, filled(metadata_url=url))
        assert (answer.status_code, words in answer.text) == (422, True), words
    both = filled(metadata=good, metadata_url=f"{saml_issuer.url}/metadata")
    assert "not both" in as_alice.post(ADD, both).text
    assert not Provider.objects.exists()
    assert as_alice.get(f"{PAGE}add/?kind=other").status_code == 404


def test_j24_one_may_be_added_before_its_metadata_are_known(
    visitor: Browser, as_alice: Browser, bob: Member, proved: Domain, saml_issuer: SamlIssuer
) -> None:
    assert as_alice.post(ADD, filled()).status_code == 302
    row = Provider.objects.get()
    path = f"{PAGE}{row.public_id}/"
    page = as_alice.get(path).text
    assert row.entity in page
    assert row.back in page
    own = visitor.get(row.entity.removeprefix("http://localhost:8000"))
    assert (own.status_code, own["Content-Type"]) == (200, "application/samlmetadata+xml")
    assert f'entityID="{row.entity}"' in own.text
    assert f'Location="{row.back}"' in own.text
    assert 'WantAssertionsSigned="true"' in own.text
    assert visitor.get(row.begin).status_code == 404, "nobody signs in there yet"
    assert as_alice.post(f"{path}switch/").status_code == 409
    assert "Waits for metadata" in as_alice.get(PAGE).text
    told = filled(metadata=saml_issuer.metadata.decode(), vouches="on")
    assert as_alice.post(path, told).status_code == 302
    saml_issuer.person = bob_there()
    row.refresh_from_db()
    assert signs_in_by_saml(visitor, row, saml_issuer) == 302
    assert as_alice.post(path, filled(name="Keys", vouches="on")).status_code == 302
    row.refresh_from_db()
    assert row.endpoints["certificates"] == [saml_issuer.keys.shown], "empty keeps what is known"
    assert Identity.objects.count() == 1
    page = as_alice.get(path).text
    assert saml_issuer.keys.certificate.fingerprint(_sha256()).hex(":").upper() in page


def _sha256() -> Any:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    return SHA256()


def test_j24_metadata_are_read_anew_by_the_clock_and_what_fails_is_shown(
    as_alice: Browser, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    assert [row.pk for row in Provider.readable()] == [by_saml.pk]
    new = Keys.made()
    saml_issuer.shows = [saml_issuer.keys, new]
    read_providers.call()
    by_saml.refresh_from_db()
    by_saml.refresh()
    by_saml.refresh_from_db()
    assert by_saml.endpoints["certificates"] == [saml_issuer.keys.shown, new.shown]
    assert "its keys or addresses changed" in as_alice.get("/acme/settings/log/").text
    saml_issuer.says = b"nothing"
    by_saml.refresh()
    saml_issuer.says = saml_issuer.metadata.replace(b"/metadata", b"/another")
    by_saml.refresh_from_db()
    assert by_saml.check_failed == "That is no XML that can be read."
    assert "That is no XML that can be read." in as_alice.get(PAGE).text
    by_saml.refresh()
    by_saml.refresh_from_db()
    assert "another now" in by_saml.check_failed
    assert len(by_saml.endpoints["certificates"]) == 2, "what was known holds"
    saml_issuer.says = None
    by_saml.refresh()
    by_saml.refresh_from_db()
    assert by_saml.check_failed == ""


def test_j24_who_has_no_password_shows_themselves_anew_by_saml(
    alice: Member, by_saml: Provider, saml_issuer: SamlIssuer
) -> None:
    browser = Browser()
    by_saml.edit(by=alice, joins="domain", default_role="admin")
    saml_issuer.person = {"name_id": "ned", "email": "ned@acme.example"}
    assert signs_in_by_saml(browser, by_saml, saml_issuer) == 302
    later(browser, 601)
    there = browser.post(
        f"{PAGE}domains/", {"name": "x.example"}, headers={"referer": f"http://testserver{PAGE}"}
    )
    assert there.headers["Location"] == f"{by_saml.begin}?next=%2Facme%2Fsettings%2Fsso%2F"
    saml_issuer.spoil = _shown_long_ago
    assert signs_in_by_saml(browser, by_saml, saml_issuer, **{"for": "anew"}) == 409
    saml_issuer.spoil = lambda _response: None
    saml_issuer.person = {"name_id": "una", "email": "una@acme.example"}
    assert signs_in_by_saml(browser, by_saml, saml_issuer, **{"for": "anew"}) == 409, "not Ned"
    saml_issuer.person = {"name_id": "ned", "email": "ned@acme.example"}
    answer = brought(browser, by_saml, saml_issuer, **{"for": "anew", "next": PAGE})
    assert saml_issuer.asked["ForceAuthn"] == "true"
    assert browser.get(answer.headers["Location"]).headers["Location"] == PAGE
    assert browser.post(f"{PAGE}domains/", {"name": "x.example"}).status_code == 302


def _shown_long_ago(response: Any) -> None:
    statement = next(response.iter("{urn:oasis:names:tc:SAML:2.0:assertion}AuthnStatement"))
    statement.set("AuthnInstant", "2026-01-01T00:00:00Z")


def test_j24_programs_set_providers_of_saml(
    alice: Member, charlie: Member, saml_issuer: SamlIssuer
) -> None:
    cache.clear()
    program = Program(token_of(alice, EVERYTHING))
    draft = program.ask("POST", "/sso-providers", {"kind": "saml", "name": "Keys"}).json()
    assert (draft["on"], draft["issuer"], draft["certificates"]) == (False, "", [])
    url = f"/sso-providers/{draft['id']}"
    told: dict[str, Any] = {"kind": "saml", "name": "Keys", "addresses_verified": True}
    known = told | {"metadata_url": f"{saml_issuer.url}/metadata"}
    one = program.ask("PUT", url, known).json()
    assert (one["on"], one["issuer"]) == (True, f"{saml_issuer.url}/metadata")
    assert one["redirect_address"] == Provider.objects.get().back
    assert one["certificates"][0]["sha256"].count(":") == 31
    refused = program.ask("PUT", url, told | {"metadata": "<x/>"})
    assert (refused.status_code, "no EntityDescriptor" in refused.content.decode()) == (422, True)
    other = program.ask(
        "PUT", url, {"name": "Keys", "issuer": "https://x.example", "client_id": "a"}
    )
    assert (other.status_code, "keeps what it speaks" in other.content.decode()) == (422, True)
    assert program.ask("POST", "/sso-providers", {"name": "Other"}).status_code == 422
    with current.entered(charlie.organisation):
        stranger = Program(token_of(charlie, EVERYTHING))
    assert stranger.ask("PUT", url, known).status_code == 404
    assert stranger.ask("GET", "/sso-providers").json()["items"] == []


def test_j24_no_document_is_fetched_inside_a_transaction(
    as_alice: Browser,
    alice: Member,
    issuer: Issuer,
    saml_issuer: SamlIssuer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever waits for another server must not keep others from writing meanwhile."""
    depths, asked = [], outbound.request

    def request(*args: Any, **kwargs: Any) -> outbound.Response:
        depths.append(len(connection.savepoint_ids))
        return asked(*args, **kwargs)

    monkeypatch.setattr(outbound, "request", request)
    around = len(connection.savepoint_ids)
    program = Program(token_of(alice, EVERYTHING))
    saml = {"kind": "saml", "name": "A", "metadata_url": f"{saml_issuer.url}/metadata"}
    oidc = {"name": "B", "issuer": issuer.url, "client_id": "atrium"}
    for told in (saml, oidc):
        made = program.ask("POST", "/sso-providers", told)
        assert made.status_code == 201
        url = f"/sso-providers/{made.json()['id']}"
        assert program.ask("PUT", url, told).status_code == 200
    page = filled(name="C", metadata_url=f"{saml_issuer.url}/metadata")
    assert as_alice.post(ADD, page).status_code == 302
    for row in Provider.objects.all():
        row.refresh()
    assert depths
    assert set(depths) == {around}


def test_j24_a_change_by_a_program_is_done_once_and_on_what_it_read(
    alice: Member, issuer: Issuer
) -> None:
    program = Program(token_of(alice, EVERYTHING))
    told = {"name": "B", "issuer": issuer.url, "client_id": "atrium"}
    key = {"Idempotency_Key": "one"}
    first = program.ask("POST", "/sso-providers", told, **key)
    assert program.ask("POST", "/sso-providers", told, **key).json() == first.json()
    assert Provider.objects.count() == 1
    url = f"/sso-providers/{first.json()['id']}"
    tag = {"If_Match": program.ask("GET", url).headers["ETag"]}
    assert program.ask("PUT", url, told | {"name": "C"}, **tag).status_code == 200
    assert program.ask("PUT", url, told | {"name": "D"}, **tag).status_code == 412
    assert Provider.objects.get().name == "C"


def test_j24_an_admin_does_not_become_an_owner_by_other_keys(
    visitor: Browser,
    as_alice: Browser,
    alice: Member,
    new_member: NewMember,
    by_saml: Provider,
    saml_issuer: SamlIssuer,
) -> None:
    alice.user.set_password(PASSWORD)
    alice.user.save()
    own = by_password(alice.user.email)
    saml_issuer.person = {"name_id": "sub of alice", "email": alice.user.email}
    own.get(brought(own, by_saml, saml_issuer, **{"for": "link"}).headers["Location"])
    assert own.post("/accounts/sign-ins/link/").status_code == 302
    path, evil = f"{PAGE}{by_saml.public_id}/", SamlIssuer()
    evil.host, evil.port = saml_issuer.host, saml_issuer.port
    admin = Browser()
    ada = new_member("Ada Adams", Role.ADMIN)
    admin.force_login(ada.user)
    told = filled(metadata=evil.metadata.decode(), vouches="on")
    for sent in (told, filled(metadata_url=f"{saml_issuer.url}/metadata?other", vouches="on")):
        answer = admin.post(path, sent)
        assert (answer.status_code, "Let an owner change its metadata" in answer.text) == (
            422,
            True,
        )
    program = Program(token_of(ada, EVERYTHING))
    sent_by_it = {
        "kind": "saml", "name": "Keys & Co", "metadata": evil.metadata.decode(), "addresses_verified": True,
    }  # fmt: skip
    assert program.ask("PUT", f"/sso-providers/{by_saml.public_id}", sent_by_it).status_code == 422
    saml_issuer.signed_by = evil.keys
    assert signs_in_by_saml(visitor, by_saml, saml_issuer) == 409
    same = filled(name="Keys", metadata_url=by_saml.metadata_url, vouches="on")
    assert admin.post(path, same).status_code == 302, "what its address says is the provider's"
    assert as_alice.post(path, told).status_code == 302, "an owner may"
