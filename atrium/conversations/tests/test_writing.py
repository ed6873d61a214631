"""What helps while writing: templates with a closed set of placeholders, mentions, text without the editor."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conversations.marked import from_marked, marked
from atrium.conversations.mentions import to_mention
from atrium.conversations.models import Note, NoteTemplate
from atrium.conversations.richtext import safe
from atrium.foundation.errors import Refusal
from atrium.notifications.models import Notification
from atrium.organisations.models import Member

SETTINGS = "/acme/settings/note-templates/"


def test_j13_a_template_is_filled_in_for_the_client_and_escaped(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, name="<b>Bar</b> & Sons")
    text = "<p>{{client.name}}, {{ client.code }}: {{member.name}}</p>"
    template = NoteTemplate.add(by=alice, label="Visit", kind="service", html=text)
    answer = as_bob.get("/acme/clients/1/notes/templates/", HTTP_HX_REQUEST="true")
    assert "&lt;b&gt;Bar&lt;/b&gt; &amp; Sons, C-0001: Bob Birch" in answer.content.decode()
    assert as_bob.get("/acme/clients/1/notes/templates/").status_code == 302
    plain = as_bob.get(f"/acme/clients/1/notes/?template={template.public_id}").content.decode()
    assert '<option value="service" selected>' in plain


def test_j13_an_unknown_placeholder_is_named_with_what_was_meant(as_alice: Browser) -> None:
    form = {"label": "Visit", "kind": "general", "text": "Dear {{client.nmae}}"}
    answer = as_alice.post(f"{SETTINGS}add/", form)
    assert answer.status_code == 422
    assert "There is no {{client.nmae}}; did you mean {{client.name}}?" in answer.content.decode()
    assert not NoteTemplate.objects.exists()


def test_j13_templates_are_added_changed_moved_and_removed(as_alice: Browser) -> None:
    for label in ("Visit", "Review"):
        as_alice.post(f"{SETTINGS}add/", {"label": label, "kind": "general", "text": "**x**"})
    visit, review = NoteTemplate.objects.all()
    assert visit.html == "<p><strong>x</strong></p>"
    again = as_alice.post(f"{SETTINGS}add/", {"label": "visit", "kind": "general", "text": "x"})
    assert again.status_code == 422
    as_alice.post(f"{SETTINGS}{review.public_id}/move/", {"up": "1"})
    assert [t.label for t in NoteTemplate.objects.all()] == ["Review", "Visit"]
    changed = {"label": "Site visit", "kind": "service", "text": "y"}
    as_alice.post(f"{SETTINGS}{visit.public_id}/", changed)
    as_alice.post(f"{SETTINGS}{review.public_id}/remove/")
    assert [(t.label, t.kind) for t in NoteTemplate.objects.all()] == [("Site visit", "service")]


def told(note: Note) -> list[str]:
    rows = Notification.objects.filter(event__subject_id=note.pk).select_related("member")
    return sorted(row.member.name for row in rows)


@pytest.mark.parametrize("how", ["@[Bob Birch]", "@[bob birch]", "@[{key}]", "@Bob Birch"])
def test_r13_a_mention_is_told_once_however_it_is_written(
    bakery: Client, alice: Member, bob: Member, how: str
) -> None:
    alice.organisation.refresh_from_db()
    html = f"<p>{how.format(key=bob.public_id)} and again @Bob Birch</p>"
    note = Note.write(bakery, by=alice, html=html)
    assert note.text == "@Bob Birch and again @Bob Birch"
    note.edit(by=alice, html=f"{note.html}<p>more</p>")
    assert told(note) == ["Bob Birch"]


def test_r13_of_two_people_with_one_name_the_chosen_one_is_told(
    bakery: Client, alice: Member, bob: Member, new_member: Any
) -> None:
    other = new_member("Robert Smith", "staff")
    other.edit(by=alice, name="Bob Birch", job_title="")
    alice.organisation.refresh_from_db()
    for chosen in (bob, other):
        note = Note.write(bakery, by=alice, html=f"<p>@[{chosen.public_id}] look</p>")
        rows = Notification.objects.filter(event__subject_id=note.pk)
        assert [row.member_id for row in rows] == [chosen.pk]


def test_r13_who_cannot_see_the_client_is_shown_as_such_and_not_told(
    bakery: Client, alice: Member, bob: Member, vera: Member, as_alice: Browser
) -> None:
    alice.organisation.refresh_from_db()
    bakery.restrict(by=alice, to_team=True)
    bakery.give_to(vera, by=alice)
    people = as_alice.get("/acme/clients/1/notes/people/").json()["people"]
    assert [(p["name"], p["told"]) for p in people] == [("Vera Vine", True), ("Bob Birch", False)]
    seen = {m.pk for m, sees in to_mention(bakery, alice) if sees}
    others = [bob, vera]
    assert seen == {m.pk for m in others if Client.objects.visible_to(m).exists()}
    note = Note.write(bakery, by=alice, html="<p>@Bob Birch @Vera Vine</p>")
    assert told(note) == ["Vera Vine"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* 2 * 3 * 4", "<p><strong>a</strong> <em>b</em> 2 * 3 * 4</p>"),
        ("To do:\n- one\n- two", "<p>To do:</p><ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        ("> said\n> so", "<blockquote><p>said<br>so</p></blockquote>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ],
)
def test_r13_a_plain_field_keeps_formatting(text: str, html: str) -> None:
    assert safe(from_marked(text)) == html
    assert safe(from_marked(marked(html))) == html


@pytest.mark.parametrize("text", ["{{", "{{}}", "{{<b>}}", "{{client}}"])
def test_j13_what_is_no_placeholder_is_refused_or_left(alice: Member, text: str) -> None:
    if "}}" not in text:
        assert NoteTemplate.add(by=alice, label="x", html=text).html == text
        return
    with pytest.raises(Refusal, match="There is no"):
        NoteTemplate.add(by=alice, label="x", html=text)
