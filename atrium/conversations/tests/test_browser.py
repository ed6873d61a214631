"""Notes as people write them in a browser: typed at once, mentioned, with a picture, begun with a template."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Picture

from atrium.clients.tests.test_browser import sign_in
from atrium.conversations.models import Image, Note, NoteTemplate

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDITOR = "#note-text-rich"
# A picture on the clipboard, as a browser hands it over when one pastes.
PASTE = """([field, bytes]) => {
  const data = new DataTransfer();
  const raw = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
  data.items.add(new File([raw], "oven.png", { type: "image/png" }));
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(field).dispatchEvent(event);
}"""


def png() -> str:
    out = BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(out, "PNG")
    return b64encode(out.getvalue()).decode()


def test_r13_a_note_is_written_by_keyboard_with_a_mention_a_picture_and_a_template(
    page: Any, live_server: Any, alice: Member, bob: Member, bakery: Client
) -> None:
    NoteTemplate.add(
        by=alice, label="Visit", kind="service", html="<p>Visit at {{client.name}}</p>"
    )
    problems: list[str] = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{sign_in(page, live_server, alice)}clients/1/")
    keys = page.keyboard
    keys.press("n")
    keys.type("Rang about the oven ")
    page.wait_for_selector(EDITOR)
    keys.press("Control+b")
    keys.type("today")
    keys.press("Control+b")
    keys.type(" @bo")
    page.wait_for_selector("[role=listbox] [role=option]:has-text('Bob Birch')")
    keys.press("Enter")
    page.evaluate(PASTE, [EDITOR, png()])
    page.fill(".rich-picture input", "The oven door")
    page.click("[aria-label='Begin with a template']")
    page.click("#templates-dialog button:has-text('Insert')")
    page.wait_for_selector(f'{EDITOR}:has-text("Visit at Vincent\'s Bakery")')
    keys.press("Control+Enter")
    page.wait_for_selector(".item-card img[alt='The oven door']")

    note = Note.objects.get()
    assert note.text.startswith("Rang about the oven today @Bob Birch")
    assert "<strong>today</strong>" in note.html
    assert f'<span data-mention="{bob.public_id}">@Bob Birch</span>' in note.html
    assert note.kind == "service"
    assert Image.objects.get().note == note
    assert (
        page.locator(".item-card img").evaluate("img => img.decode().then(() => img.naturalWidth)")
        == 40
    )
    assert page.locator(EDITOR).count() == 0

    page.click(f"#note-{note.public_id} [aria-label='More for this note']")
    page.click("[id^=note-menu] [role=menuitem]:has-text('Edit')")
    edit = page.locator(f"#note-edit-{note.public_id}-rich")
    edit.wait_for()
    keys.type(", again")
    keys.press("Control+Enter")
    page.wait_for_selector(".item-card:has-text('Bakery, again')")
    note.refresh_from_db()
    assert note.html.startswith("<p>Rang about the oven <strong>today</strong>")
    assert note.html.endswith("Bakery, again</p>")
    assert problems == []


def test_j13_an_escalation_stands_out_until_it_is_resolved(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    Note.write(bakery, by=alice, html="<p>No bread for three days</p>", kind="escalation")
    page.goto(f"{sign_in(page, live_server, alice)}clients/1/")
    page.wait_for_selector("#good-to-know:has-text('No bread for three days')")
    page.click("#needs a:has-text('Resolve')")
    page.fill("#resolution-dialog [name=outcome]", "New oven door fitted")
    page.click("#resolution-dialog [type=submit]")
    page.wait_for_selector(".item-card:has-text('New oven door fitted')")
    page.wait_for_selector("#good-to-know", state="hidden")
    assert page.locator("#needs:has-text('No bread')").count() == 0


def test_v04_what_was_not_saved_is_told_until_it_is_sent_again(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    away = "<p data-problem>The database does not answer.</p>"
    page.clock.install()
    page.goto(f"{sign_in(page, live_server, alice)}clients/1/")
    page.route(
        "**/notes/new/",
        lambda route: route.fulfill(status=503, content_type="text/html", body=away),
    )
    page.keyboard.press("n")
    page.keyboard.type("Rang about the oven")
    page.wait_for_selector(EDITOR)
    toast = page.locator("at-toast", has_text="The database does not answer.")
    for _ in range(2):
        page.click("#note-form button:has-text('Add note')")
        toast.locator("button", has_text="Retry").wait_for()
        page.clock.run_for(60_000)
        assert toast.count() == 1
    assert "Rang about the oven" in page.inner_text(EDITOR)
    page.unroute("**/notes/new/")
    toast.locator("button", has_text="Retry").click()
    page.wait_for_selector("#client-main .item:has-text('Rang about the oven')")
    page.clock.run_for(1_000)
    assert toast.count() == 0
    assert Note.objects.get().text == "Rang about the oven"
