"""The words by which somebody asks for no more SMS, and by which they come back."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atrium.conversations.models import SmsNumber

# Those that networks and providers in English-speaking countries obey (CTIA).
STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
START = frozenset({"START", "UNSTOP"})


def bare(text: str) -> str:
    """The text as words are compared: capitals, no accents, nothing but letters and digits."""
    parted = unicodedata.normalize("NFKD", text).upper()
    return "".join(sign for sign in parted if sign.isalnum())


def words_in(text: str) -> list[str]:
    """The words of a list like "Arrêt, stopp", each once, as they are compared."""
    return list(dict.fromkeys(filter(None, map(bare, re.split(r"[,;\s]+", text)))))


def asked(text: str, number: SmsNumber) -> str:
    """``stop`` or ``start`` where the whole SMS is such a word, else empty."""
    word = bare(text) if len(text.split()) == 1 else ""
    if word in STOP or (word and word in words_in(number.stop_words)):
        return "stop"
    return "start" if word in START or (word and word in words_in(number.start_words)) else ""


def is_ours(text: str) -> bool:
    """Whether it is a word that the provider does not know, so that we have to answer it ourselves."""
    return bare(text) not in STOP | START
