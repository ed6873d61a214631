"""Reading e-mails: those that people collected, and those made to break a reader (R12)."""

from __future__ import annotations

import struct
import time
from email.message import EmailMessage

import pytest

from atrium.conversations.mail.cleaning import kept, shown
from atrium.conversations.mail.parsing import parsed
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Attachment, Mailbox, Message
from atrium.conversations.tests.letters import letter
from atrium.foundation.tests.reference import reference
from atrium.organisations.models import Member


def test_r12_every_collected_mail_is_read_and_kept_once(alice: Member) -> None:
    real = sorted(reference("data/import/mail").glob("*.eml"))
    box = Mailbox.open(by=alice, address="office@acme.example")
    rows = {path.name: stored(box, path.read_bytes()) for path in real}
    again = {path.name: stored(box, path.read_bytes()) for path in real}
    assert rows == again
    assert Message.objects.count() == len({row.pk for row in rows.values()}) >= len(real) - 2
    assert all(
        row.text or row.html or row.attachments.exists() or row.size for row in rows.values()
    )
    subjects = {row.subject for row in rows.values()}
    assert {"まみむめも", "NOTE: 한국말로 하는 것"} <= subjects
    japanese = rows["mikel-japanese_iso_2022.eml"]
    assert {p.name for p in japanese.parties.filter(kind="to")} == {"みける"}
    assert Attachment.objects.filter(name="ForwardedMessage.eml").exists()


HEAD = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n"


def nested(depth: int) -> bytes:
    body = b"Content-Type: text/plain\r\n\r\nhi\r\n"
    for at in range(depth):
        edge = b"b%d" % at
        body = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n%s\r\n--%s--\r\n" % (
            edge,
            edge,
            body,
            edge,
        )
    return HEAD + body


BOMBS = {
    "nothing": b"",
    "zeros": b"\x00" * 1_000,
    "deep": nested(150),
    "deeper": nested(1_000),
    "letters in letters": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2_000 + b"\r\nhi",
    "headers": b"".join(b"X-%d: y\r\n" % at for at in range(10_000)) + HEAD + b"\r\nhi",
    "receivers": b"To: "
    + b", ".join(b"a%d@b.example" % at for at in range(10_000))
    + b"\r\n\r\nhi",
    "parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"--x\r\n\r\na\r\n" * 40_000,
    "brackets": b"From: "
    + b"(" * 20_000
    + b"\r\nSubject: "
    + b"=?utf-8?q?" * 5_000
    + b"\r\n\r\nhi",
    "no charset": HEAD + b'Content-Type: text/plain; charset="\\"nope"\r\n\r\n\xff',
    "half signs": HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA- hi",
    "slow charset": HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 100_000,
    "bad base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n###",
    "years": HEAD + b"Date: Fri, 99 Foo 99999 99:99:99 +9999\r\n\r\nhi",
    "ids": HEAD
    + b"Message-ID: <"
    + b"a" * 5_000
    + b"@x>\r\nReferences: "
    + b"<" * 19_000
    + b"\r\n\r\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_r12_a_mail_made_to_break_a_reader_is_read_as_far_as_it_goes_and_kept(
    name: str, alice: Member
) -> None:
    box = Mailbox.open(by=alice, address="office@acme.example")
    begun = time.process_time()
    row = stored(box, BOMBS[name])
    assert time.process_time() - begun < 5
    row.refresh_from_db()
    assert len(row.message_id) <= 500
    assert row.parties.count() <= 200
    assert row.attachments.count() <= 100


def test_r12_what_was_left_out_is_said_and_the_whole_is_kept_as_a_file() -> None:
    found = parsed(nested(1_000))
    assert found.lacks == ["It has more parts than any e-mail."]
    assert found.files[0].data == nested(1_000)


def test_r12_eight_bit_headers_flowed_text_and_a_missing_message_id_are_read() -> None:
    raw = "Subject: Größe\r\nFrom: Jörg <j@x.example>\r\nContent-Type: text/plain; format=flowed; charset={}\r\n\r\nGrüße \r\nan alle\r\n> quoted \r\n> words\r\n"
    for charset in ("utf-8", "latin-1"):
        found = parsed(raw.format(charset).encode(charset))
        assert (found.subject, found.parties[0].name) == ("Größe", "Jörg")
        assert found.text == "Grüße an alle\n> quoted words\n"
        assert found.message_id == parsed(raw.format(charset).encode(charset)).message_id
        assert found.message_id.endswith("@no-message-id.invalid")


def tnef(name: bytes, data: bytes) -> bytes:
    def attribute(kind: int, value: bytes) -> bytes:
        return struct.pack("<BII", 2, kind, len(value)) + value + struct.pack("<H", 0)

    parts = attribute(0x69002, b"\x00" * 14) + attribute(0x18010, name + b"\x00")
    return struct.pack("<IH", 0x223E9F78, 1) + parts + attribute(0x6800F, data)


def test_r12_the_files_in_a_winmail_dat_come_out_and_a_broken_one_stays_a_file() -> None:
    def mail(data: bytes) -> bytes:
        made = EmailMessage()
        made.set_content("See file")
        made.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
        return made.as_bytes()

    whole = tnef(b"../../plan.pdf", b"%PDF-1")
    assert [(f.name, f.data) for f in parsed(mail(whole)).files] == [("plan.pdf", b"%PDF-1")]
    for at in range(0, len(whole) - 3, 3):
        assert [f.name for f in parsed(mail(whole[:at] or b"x")).files] == ["winmail.dat"]


HOSTILE = """
<script>fetch('//evil.example/1')</script><img src=x onerror="fetch('//evil.example/2')">
<img src="https://evil.example/pixel.gif" width=1 height=1><img src="//evil.example/3"><img srcset="https://evil.example/4 2x">
<p style="background:url(https://evil.example/5);background-image:u\\72l(https://evil.example/6);position:fixed;color:red">red</p>
<style>@import url(https://evil.example/7); p { background: url(https://evil.example/8) }</style>
<link rel=stylesheet href="https://evil.example/9"><base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example/10">
<form action="https://evil.example/11"><input name=a><button>Go</button></form><iframe src="https://evil.example/12"></iframe>
<svg><image href="https://evil.example/13"/><script>1</script></svg><math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>
<video poster="https://evil.example/14" src="https://evil.example/15"></video><object data="https://evil.example/16"></object>
<table background="https://evil.example/17"><tr><td background="https://evil.example/18">cell</td></tr></table>
<a href="javascript:alert(1)">j</a><a href="data:text/html,x">d</a><a href="https://good.example/" ping="https://evil.example/19">good</a>
<img alt="wanted" width=200 src="https://evil.example/20"><p title="<im<img>g src=https://words.example/21>">title</p>
<body onload="alert(1)" background="https://evil.example/22"><input autofocus onfocus=alert(1)><img src="data:image/svg+xml,<svg onload=alert(1)>">
"""


def test_r12_nothing_of_hostile_html_runs_or_fetches_even_without_any_policy() -> None:
    html = kept(HOSTILE)
    off, on = shown(html, {}), shown(html, {}, remote=True)
    for word in ("<script", "onerror", "onload", "onfocus", "<style", "<link", "<base", "<meta"):
        assert word not in html.lower()
    for word in ("<form", "<input", "<iframe", "<svg", "<video", "<object", "javascript:", "url("):
        assert word not in html.lower()
    assert "evil.example" not in off
    assert on.count("evil.example") == 1
    assert 'src="https://evil.example/20"' in on
    assert 'href="https://good.example/"' in off
    assert "color:red" in off
    assert parsed(letter(html="<p>Hi</p>")).html.strip() == "<p>Hi</p>"
