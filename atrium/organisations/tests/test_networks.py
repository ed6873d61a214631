"""J24: an organisation is reached from the networks that it names, by people and programs alike."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client as Browser

from atrium.cli import main
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.networks import reaches

PAGE = "/acme/settings/networks/"


def test_j24_nobody_comes_in_from_elsewhere_and_nobody_shuts_themselves_out(
    as_alice: Browser,
    as_bob: Browser,
    as_charlie: Browser,
    acme: Organisation,
    settings: LazySettings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    here: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.9"}
    for text, words in (
        ("10.0.0.0/8", "You are at 203.0.113.9, which is in none of these"),
        ("203.0.113.0/33", "is no network"),
        ("the office", "is no network"),
    ):
        answer = as_alice.post(PAGE, {"networks": text}, **here)
        assert (answer.status_code, words in answer.text) == (422, True), text
    named = "203.0.113.77/24, 2001:db8::/32"
    assert as_alice.post(PAGE, {"networks": named}, **here).status_code == 302
    acme.refresh_from_db()
    assert acme.networks == "203.0.113.0/24\n2001:db8::/32"
    log = as_alice.get("/acme/settings/log/", **here).text
    assert "Changed from where the organisation is reached" in log

    for address, status in (("203.0.113.200", 200), ("2001:db8::5", 200), ("198.51.100.1", 403)):
        assert as_bob.get("/acme/clients/", REMOTE_ADDR=address).status_code == status, address
    forged = {"X-Forwarded-For": "203.0.113.9"}
    shut = as_bob.get("/acme/clients/", REMOTE_ADDR="198.51.100.1", headers=forged)
    assert shut.status_code == 403, "without a proxy nobody is believed"
    assert "certain networks only" in shut.text
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = {"X-Forwarded-For": "203.0.113.9, 198.51.100.1"}
    behind: dict[str, Any] = {"REMOTE_ADDR": "127.0.0.1"}
    assert as_bob.get("/acme/clients/", **behind, headers=forged).status_code == 403
    true = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert as_bob.get("/acme/clients/", **behind, headers=true).status_code == 200
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert as_charlie.get("/acme/", REMOTE_ADDR="198.51.100.1").status_code == 404
    assert as_charlie.get("/other/", REMOTE_ADDR="198.51.100.1").status_code == 200

    with current.left():
        assert main(["networks", "acme", "--lift", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"networks": []}
    assert as_bob.get("/acme/clients/", REMOTE_ADDR="198.51.100.1").status_code == 200
    assert as_bob.get(PAGE).status_code == 403


@pytest.mark.once
def test_j24_an_address_of_the_old_kind_in_the_new_one_is_the_same(alice: Member) -> None:
    assert reaches("203.0.113.0/24", "::ffff:203.0.113.9")
    assert not reaches("203.0.113.0/24", "")
    assert reaches("", "")
