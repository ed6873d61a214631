"""Answers to invitations, as mail brings them (R14)."""

from __future__ import annotations

from email.message import EmailMessage

from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Mailbox
from atrium.meetings.models import Answer, Attendee
from atrium.meetings.tests.conftest import NewMeeting
from atrium.meetings.tests.test_ics import REPLY
from atrium.organisations.models import Member


def mail(sender: str, uid: str, key: str) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = sender, "Accepted: Tasting", f"<{key}@x>"
    made.set_content("Yes")
    reply = REPLY.replace("SEQUENCE:1", "SEQUENCE:0").format(uid=uid, stat="ACCEPTED", more="")
    made.add_alternative(reply, subtype="calendar", params={"method": "REPLY"})
    return made.as_bytes()


def test_r14_an_answer_by_mail_is_kept_where_it_is_from_who_was_asked(
    meet: NewMeeting, alice: Member
) -> None:
    meeting = meet()
    Attendee.ask([meeting], by=alice, addresses=["guest@mill.example"])
    box = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    stored(box, mail("eve@evil.example", meeting.uid, "1"))
    stored(box, mail("Guest <guest@mill.example>", "other@atrium", "2"))
    assert Attendee.objects.get(address="guest@mill.example").answer == Answer.NONE
    stored(box, mail("Guest <Guest@mill.example>", meeting.uid, "3"))
    attendee = Attendee.objects.get(address="guest@mill.example")
    assert (attendee.answer, attendee.comment) == (Answer.YES, "See you, then")
