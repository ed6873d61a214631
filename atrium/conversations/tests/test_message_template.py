"""Templates for messages: in whose language, filled in, looked at, tried (issue of conversation, item 11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.utils.html import escape

from atrium.clients.models import Client, Contact, Link, Point
from atrium.conversations.models import MessageTemplate
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member

LIST = "/acme/settings/message-templates/"


@pytest.fixture
def ana(bakery: Client, alice: Member) -> Contact:
    person = Contact.add(by=alice, given_name="Ana", family_name="<Ruiz>")
    Link.make(bakery, person, by=alice)
    Point.add(person, by=alice, kind="email", text="ana@bakery.example")
    return person


@pytest.fixture
def quote(alice: Member) -> MessageTemplate:
    add = MessageTemplate.add
    add(by=alice, label="Quote", language="de", subject="Angebot", html="<p>Guten Tag</p>")
    return add(
        by=alice,
        label="Quote",
        subject="Quote for {{contact.name}}",
        html="<p>Dear {{contact.name}} of {{client.name}}</p>",
    )


def test_r12_a_template_is_filled_in_for_whom_it_goes_to_in_their_language(
    bakery: Client, ana: Contact, quote: MessageTemplate, as_bob: Browser, alice: Member
) -> None:
    page = as_bob.get(
        f"/acme/clients/1/mail/templates/?to={ana.name.split()[0]}+<ana@bakery.example>"
    )
    assert page.text.count("?mail&amp;template=") == 1
    begun = as_bob.get(f"/acme/clients/1/mail/new/?template={quote.public_id}", follow=True).text
    assert 'value="Quote for Ana &lt;Ruiz&gt;"' in begun
    assert "Dear Ana &amp;lt;Ruiz&amp;gt; of" in begun
    bakery.edit(by=alice, language="de")
    asked = as_bob.get("/acme/clients/1/mail/templates/", headers={"HX-Request": "true"}).text
    assert ("Angebot" in asked, "Dear" in asked) == (True, False)


def test_r12_who_may_keeps_the_list_and_an_unknown_placeholder_is_named_when_it_is_saved(
    as_alice: Browser, as_bob: Browser, as_charlie: Browser, quote: MessageTemplate
) -> None:
    one = f"{LIST}{quote.public_id}/"
    for url in (LIST, f"{LIST}add/", one, f"{one}preview/"):
        codes = [browser.get(url).status_code for browser in (as_alice, as_bob, as_charlie)]
        assert codes == [200, 403, 404], url
    for field, values in (
        ("text", {"label": "A", "text": "Dear {{contact.nam}}"}),
        ("subject", {"label": "A", "text": "Hello", "subject": "{{nobody}}"}),
        ("text", {"label": "A", "text": " "}),
        ("label", {"label": "Quote", "text": "Hello"}),
    ):
        answer = as_alice.post(f"{LIST}add/", {"way": "mail", **values})
        assert answer.status_code == 422, field
        assert (
            "did you mean {{contact.name}}?" in answer.text
            or field != "text"
            or not values["text"].strip()
        )
    changed = {
        "way": "mail",
        "label": "Offer",
        "subject": "S",
        "text": "For {{client.name}}",
        "language": "fr",
    }
    assert as_alice.post(one, changed).status_code == 302
    quote.refresh_from_db()
    assert (quote.label, quote.language, quote.text) == ("Offer", "fr", "For {{client.name}}")
    as_alice.post(f"{one}move/", {"up": "1"})
    assert [t.label for t in MessageTemplate.objects.all()] == ["Offer", "Quote"]
    as_alice.post(f"{one}remove/")
    assert MessageTemplate.objects.count() == 1


def test_r12_it_is_looked_at_for_a_real_client_and_tried_on_oneself_alone(
    bakery: Client, ana: Contact, quote: MessageTemplate, as_alice: Browser, mailoutbox: Any
) -> None:
    url = f"{LIST}{quote.public_id}/preview/"
    shown = as_alice.get(f"{url}?client={bakery.number}").text
    assert f"Dear Ana &lt;Ruiz&gt; of {escape(bakery.name)}" in shown
    assert "No such client" in as_alice.get(f"{url}?client=999").text
    as_alice.post(url, {"client": bakery.number})
    [letter] = mailoutbox
    assert letter.to == ["alice@acme.example"]
    assert letter.subject == "[Test] Quote for Ana <Ruiz>"
    assert not bakery.filings.exists()
    assert as_alice.post(url, {"client": 999}).status_code == 409


def test_r17_a_template_for_sms_is_put_into_its_composer_filled_in_and_counted(  # noqa: PLR0913, PLR0917 - everyone who takes part
    bakery: Client,
    ana: Contact,
    quote: MessageTemplate,
    as_alice: Browser,
    as_bob: Browser,
    as_charlie: Browser,
    as_vera: Browser,
) -> None:
    Point.add(ana, by=Member.objects.get(name="Alice Ash"), kind="phone", text="07700 900123")
    words = {
        "label": "Quote",
        "way": "sms",
        "subject": "No",
        "html": "<p>Dear <b>{{contact.name}}</b></p><ul><li>Rye</li></ul>",
    }
    assert as_alice.post(f"{LIST}add/", words).status_code == 302
    made = MessageTemplate.objects.get(way="sms")
    assert (made.subject, made.html) == ("", "<p>Dear {{contact.name}}</p><p>Rye</p>")
    for wrong in ({"text": "x" * 1601}, {"text": "{{nobody}}"}):
        assert as_alice.post(f"{LIST}add/", words | {"html": "", **wrong}).status_code == 422
    listed = "/acme/clients/1/sms/templates/"
    told = as_bob.get(f"{listed}?to={ana.public_id}", headers={"HX-Request": "true"}).text
    assert 'data-sms-fill="Dear Ana &lt;Ruiz&gt;\n\nRye"' in told
    assert ("1 SMS" in told, "Angebot" in told) == (True, False)
    several = as_bob.get(f"{listed}?to={ana.public_id}&to=client", headers={"HX-Request": "true"})
    assert f"Dear {escape(bakery.name)}" in several.text
    url = f"/acme/clients/1/sms/new/?contact={ana.public_id}&template={made.public_id}"
    begun = as_bob.get(url, follow=True).text
    assert "Dear Ana &lt;Ruiz&gt;\n\nRye</textarea>" in begun
    assert "1 SMS, 140 left" in begun
    assert made.label not in as_bob.get("/acme/clients/1/mail/templates/").text.replace(
        "Quote</a>", "", 1
    )
    shown = as_alice.get(f"{LIST}{made.public_id}/preview/?client=1").text
    assert ("1 SMS, 140 left" in shown, "Send a test" in shown) == (True, False)
    assert as_alice.post(f"{LIST}{made.public_id}/preview/", {"client": 1}).status_code == 409
    assert [b.get(listed).status_code for b in (as_vera, as_charlie)] == [403, 404]


def test_r12_its_language_is_one_that_there_is(alice: Member) -> None:
    with pytest.raises(Refusal) as refusal:
        MessageTemplate.add(by=alice, label="A", html="<p>a</p>", language="klingonish")
    assert refusal.value.field == "language"
