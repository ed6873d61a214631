"""Replies to mailed comments, where a mailbox brings them: they become comments and nothing else (B11)."""

from __future__ import annotations

import logging
from email import message_from_bytes, policy
from email.errors import MessageError

from django.conf import settings

from atrium.conversations.comment_replies import NotTaken, is_reply, reply_of
from atrium.conversations.models import Comment

log = logging.getLogger("atrium.mail")
_HEADERS = 64_000


def replied(data: bytes) -> bool:
    """Whether the e-mail is addressed to a comment. Where it is, it is taken in, or left with the reason logged."""
    box, _, host = settings.REPLY_TO.lower().partition("@")
    # Few mails name the box of the replies at all: only those are read once more.
    if not host or f"{box}+c".encode() not in data[:_HEADERS].lower():
        return False
    try:
        message = message_from_bytes(data, policy=policy.default)
        if not is_reply(message):
            return False
        Comment.receive(reply_of(message))
    except NotTaken as error:
        log.warning("reply not taken", extra={"reason": str(error)})
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return False
    return True
