"""J11: each is spoken to in their own language, guests in their client's or the organisation's."""

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import translation

from atrium.accounts.devices import tell
from atrium.accounts.models import User
from atrium.clients.models import Client, Contact
from atrium.clients.reach.speaking import spoken_to, written_to
from atrium.foundation.errors import Refusal
from atrium.foundation.speaking import nearest
from atrium.organisations.models import Member, Organisation


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("de",), "de"),
        (("de-CH", "fr"), "de"),
        (("en-US",), "en-gb"),
        (("", "tlh", "pl"), "pl"),
        (("tlh",), "en-gb"),
        ((), "en-gb"),
    ],
)
def test_j11_the_first_wish_that_is_offered_counts(wishes: tuple[str, ...], language: str) -> None:
    assert nearest(*wishes) == language


def _spoken(browser: Browser, url: str = "/acme/", asked: str = "") -> str:
    headers = {"Accept-Language": asked} if asked else {}
    answer = browser.get(url, headers=headers)
    assert "Accept-Language" in answer["Vary"]
    language: str = answer["Content-Language"]
    assert f'<html lang="{language}"' in answer.text
    return language


def test_j11_the_own_choice_counts_before_the_browser_and_the_organisation(
    as_alice: Browser, alice: Member, acme: Organisation
) -> None:
    assert _spoken(as_alice) == "en-gb"
    acme.edit(by=alice, language="pl")
    assert _spoken(as_alice) == "pl"
    assert _spoken(as_alice, asked="tlh, fr-CA;q=0.9, de;q=0.8") == "fr"
    as_alice.post("/accounts/profile/", {"name": "Alice Ash", "language": "es"})
    assert _spoken(as_alice, asked="fr") == "es"
    assert _spoken(as_alice, "/accounts/profile/", asked="fr") == "es"


def test_j11_a_page_from_right_to_left_says_so(as_alice: Browser) -> None:
    answer = as_alice.get("/acme/", headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl"' in answer.text


def test_j11_who_is_not_signed_in_reads_what_the_browser_asks_for(db: None) -> None:
    assert _spoken(Browser(), "/accounts/login/", asked="de-AT") == "de"
    assert _spoken(Browser(), "/accounts/login/", asked="tlh") == "en-gb"


def test_j11_a_language_that_is_not_offered_is_refused(alice: Member) -> None:
    with pytest.raises(Refusal, match="tlh is not offered"):
        alice.user.speak("tlh")
    assert User.objects.get(pk=alice.user_id).language == ""


def test_j11_mails_are_in_the_language_of_who_gets_them(alice: Member) -> None:
    alice.organisation.edit(by=alice, language="fr")
    assert alice.language == "fr"
    alice.user.speak("de")
    assert alice.language == "de"
    with translation.override("pl"):
        tell.enqueue(alice.user_id, "Firefox", "192.0.2.7", "now", "es")
        assert translation.get_language() == "pl"
    assert len(mail.outbox) == 1


def test_j11_clients_are_spoken_to_in_theirs(acme: Organisation, alice: Member) -> None:
    client = Client(name="Kanzlei", organisation=acme, language="de")
    person = Contact(organisation=acme, language="pl")
    spoken = []
    for ways in (
        spoken_to(client),
        spoken_to(client, person),
        written_to(Client(organisation=acme)),
    ):
        with ways:
            spoken.append(translation.get_language())
    assert spoken == ["de", "pl", "en-gb"]
