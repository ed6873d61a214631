"""The mail of a demo organisation: threads with its clients, told by three kinds of writers, and strangers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from atrium.clients.models import Client, Contact, Point
from atrium.conversations.conversation import Conversation
from atrium.conversations.mail.storing import Place, stored
from atrium.conversations.models import Level, Mailbox
from atrium.organisations.models import Member, Organisation

# Each thread: its subject; then who says what, by turns, the client first. The brisk, the warm, the formal one.
THREADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Tuesday", ("Tuesday works. 9 or 9.30?", "9.30, please. We come with two people.", "Fine. Gate code is 4471.", "Thank you, noted.")),
    (
        "Thank you, and one small thing",
        (
            "Hi all,\n\nI just wanted to say how happy everybody was with last week. The whole office talked about it!\n\nOne tiny thing: could the invoice say our order number next time? It is PO-2291.\n\nHave a lovely weekend,",
            "What a nice thing to read on a Friday, thank you!\n\nThe order number is on file now; the next invoice will show it.",
        ),
    ),
    (
        "Terms of the service agreement for the coming year",
        (
            "Dear Sir or Madam,\n\nwith reference to our conversation of last Monday we should be grateful for the revised terms in writing, in particular regarding\n\n1. the notice period,\n2. the response time outside of office hours.\n\nWe remain at your disposal for any questions.\n\nYours faithfully,",
            "Good morning,\n\nplease find our answers below: the notice period stays at three months, and outside of office hours we answer within four hours.",
            "Dear colleagues,\n\nwe confirm receipt. May we ask you to specify whether “four hours” includes public holidays?",
            "It does. We have put it into section 5 so that nobody has to ask again.",
            "Dear colleagues,\n\nwe agree to the terms and will return two signed copies by post.",
            "Many thanks. A good start into the new year!",
        ),
    ),
    ("Can you call me back?", ("Missed you just now. Back at my desk until 4.", "Called and left a message. Tomorrow before ten also suits us.", "Ten it is.")),
)  # fmt: skip
# What nobody has answered yet; two are given to somebody, one put off.
GIVEN, PUT_OFF = 2, 4
# Which of them holds a picture.
DRAWN = 1
FRESH = (
    (
        "Can we move Thursday?",
        "Hello,\n\nsomething came up on Thursday afternoon. Would Friday before noon work for you as well?",
    ),
    (
        "The new floor plan",
        "Good morning,\n\nhere is the plan as agreed. Two questions are marked in red; could you look at them before the weekend?",
    ),
    (
        "Invoice of October",
        "Hello,\n\nour accounts ask what the second line stands for. Could somebody explain it in a sentence?",
    ),
    (
        "Somebody at the door?",
        "Hi,\n\nour caretaker says nobody came this morning. Did we mix up the day?",
    ),
    (
        "Contract for next year",
        "Dear all,\n\nthe board meets next week. Could we have the draft until then?",
    ),
)
STRANGERS = (
    ("Leila Haddad", "leila@haddad-interiors.example", "Price for a small showroom", "Hello,\n\na neighbour recommended you. We open a showroom of 140 m² in March and are looking for somebody who looks after it from the first day.\n\nCould you send me a first idea of the price?\n\nLeila Haddad"),
    ("Tomasz Wrona", "t.wrona@wrona-logistik.example", "Your card from the fair", "Good afternoon,\n\nwe spoke briefly at the fair on Thursday. Please send the brochure you mentioned, and a date in December that suits you.\n\nTomasz Wrona"),
)  # fmt: skip


def mail(
    organisation: Organisation,
    members: dict[str, Member],
    clients: dict[int, Client],
    people: dict[tuple[int, str], Contact],
) -> None:
    """Threads of two to six mails with every fifth client of the first sixty, in a shared mailbox."""
    writers = [member for member in members.values() if member.role != "viewer"]
    office = Mailbox(
        address=f"office@{organisation.slug}.example",
        address_key=f"office@{organisation.slug}.example",
        name=organisation.name,
        level=Level.ALL,
    )
    office.save(force_insert=True)
    now = timezone.now().replace(second=0, microsecond=0)
    whole = [clients[number] for number in sorted(clients)[:60] if number % 5 == 2]  # noqa: PLR2004 - a fifth
    for turn, (name, address) in enumerate(_reached(whole, people)):
        begun = now - timedelta(days=2 + turn * 3, hours=turn % 5, minutes=7 * turn)
        writer = writers[turn % len(writers)]
        for data, is_sent in _thread(turn, organisation, writer, name, address, begun):
            stored(office, data, Place(folder="Sent" if is_sent else "INBOX", is_sent=is_sent))
    _wait(office, list(_reached(whole, people)), writers, now)
    for at, (name, address, subject, text) in enumerate(STRANGERS):
        moment = now - timedelta(hours=3 + 22 * at)
        made = _letter(f"stranger{at}@{organisation.slug}", subject, text, moment)
        made["From"], made["To"] = formataddr((name, address)), office.address
        stored(office, made.as_bytes())


def _wait(
    office: Mailbox, people: list[tuple[str, str]], writers: list[Member], now: datetime
) -> None:
    """Words of today and yesterday that wait for an answer: read, given to somebody, put off."""
    for turn, ((name, address), (subject, text)) in enumerate(zip(people, FRESH, strict=False)):
        moment = now - timedelta(hours=1 + 7 * turn, minutes=13 * turn)
        made = _letter(f"fresh{turn}@{office.address}", subject, f"{text}\n\n{name}", moment)
        if turn == DRAWN:
            _draw_plan(made, text, name)
        made["From"], made["To"] = formataddr((name, address)), office.address
        message = stored(office, made.as_bytes())
        talk = Conversation.named(message.thread.public_id, writers[0])
        if talk is None or not talk.rows:
            continue
        if turn % 2:
            talk.look()
        if turn == 0:
            talk.assign(writers[0])
        if turn == GIVEN:
            talk.assign(writers[-1])
        if turn == PUT_OFF:
            talk.snooze(now + timedelta(days=2))


def _draw_plan(made: EmailMessage, text: str, name: str) -> None:
    """The same words with a floor plan below them, as mail programs send a picture that was pasted."""
    plan = Image.new("RGB", (560, 340), "white")
    pen = ImageDraw.Draw(plan)
    pen.rectangle((20, 20, 540, 320), outline="black", width=6)
    for line in (
        (220, 20, 220, 200),
        (220, 200, 20, 200),
        (380, 320, 380, 140),
        (380, 140, 540, 140),
    ):
        pen.line(line, fill="black", width=4)
    for spot in ((120, 100), (460, 230)):
        pen.ellipse(
            [spot[0] - 26, spot[1] - 26, spot[0] + 26, spot[1] + 26], outline="red", width=5
        )
    out = BytesIO()
    plan.save(out, "PNG")
    words = "".join(f"<p>{part}</p>" for part in (*text.split("\n\n"), name))
    page = (
        f'<html><body>{words}<p><img src="cid:plan" alt="Floor plan" width="560"></p></body></html>'
    )
    made.add_alternative(page, subtype="html")
    *_, formatted = made.iter_parts()
    formatted.add_related(out.getvalue(), "image", "png", cid="<plan>", filename="plan.png")


def _reached(
    clients: list[Client], people: dict[tuple[int, str], Contact]
) -> Iterator[tuple[str, str]]:
    """The clients with an address, their own or of one of their people."""
    mine = {contact.pk: key for (key, _), contact in people.items()}
    names = {contact.pk: contact.name for contact in people.values()}
    rows = Point.objects.filter(kind="email", sound=True).order_by("-id")
    found: dict[int, tuple[str, str]] = {}
    for address, client, contact in rows.values_list("normal", "client_id", "contact_id"):
        key = client or mine.get(contact, 0)
        found[key] = (names.get(contact, ""), address)
    for client in clients:
        if client.pk in found:
            yield found[client.pk]


def _thread(
    turn: int, organisation: Organisation, writer: Member, name: str, address: str, begun: datetime
) -> Iterator[tuple[bytes, bool]]:
    subject, said = THREADS[turn % len(THREADS)]
    theirs, ours = formataddr((name, address)), formataddr((writer.name, writer.user.email))
    earlier: list[str] = []
    quoted = ""
    for at, words in enumerate(said):
        by_us = at % 2 == 1
        sign = writer.name.split()[0] if by_us else name
        moment = begun + timedelta(hours=at * 5, minutes=at * 11)
        text = f"{words}\n\n{sign}".strip()
        key = f"{turn}-{at}@{organisation.slug}"
        made = _letter(key, subject if at == 0 else f"Re: {subject}", text + quoted, moment)
        made["From"], made["To"] = (ours, theirs) if by_us else (theirs, ours)
        if earlier:
            made["In-Reply-To"], made["References"] = earlier[-1], " ".join(earlier)
        earlier.append(f"<{key}>")
        lines = "\n".join(f"> {line}" for line in text.splitlines())
        quoted = f"\n\nOn {moment:%-d %B %Y}, {sign or 'you'} wrote:\n{lines}"
        yield made.as_bytes(), by_us


def _letter(key: str, subject: str, text: str, at: datetime) -> EmailMessage:
    made = EmailMessage()
    made["Message-ID"], made["Subject"], made["Date"] = f"<{key}>", subject, format_datetime(at)
    made.set_content(text)
    return made
