"""What a note may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.conversations.mentions import named
from atrium.conversations.richtext import images, plain, safe
from atrium.foundation.causes import CHANGED
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.organisations.models import Member

LONGEST = 100_000


class EditedMeanwhile(Refusal):
    """Somebody saved the note after it was read."""

    cause = CHANGED

    def __init__(self) -> None:
        super().__init__(gettext("Somebody else changed this meanwhile. Load it anew."))


def checked(html: str, by: Member | None) -> tuple[str, str]:
    """The text as it is kept, and without formatting; refused when empty or too long."""
    clean = named(safe(html), by=by)
    text = plain(clean)
    if not (text.strip() or images(clean)):
        msg = gettext("Write something first.")
        raise Refusal(msg, field="text")
    if len(clean) > LONGEST:
        msg = gettext("A note has at most {longest} characters; split it.").format(
            longest=f"{spoken(LONGEST):,}"
        )
        raise Refusal(msg, field="text")
    card_number.refuse(text=text)
    return clean, text


def parts(text: str) -> list[str]:
    """Plain text in pieces that a note can hold, also when its signs are escaped."""
    text = card_number.masked(text.replace("\x00", "").strip())
    most = LONGEST // 8
    return [text[start : start + most] for start in range(0, len(text), most)]
