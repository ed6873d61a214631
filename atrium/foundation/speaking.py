"""In which language Atrium speaks to somebody: what they chose, what their browser asks for, what is usual there."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

# What the browser of this request asks for, so that whoever speaks later need not be handed the request.
_HEARD: ContextVar[str] = ContextVar("heard", default="")


def offered() -> list[tuple[str, str]]:
    """The languages that one may choose, each by its own name."""
    return list(settings.LANGUAGES)


def nearest(*wishes: str) -> str:
    """The first wish that is offered, as it is or by its language alone (``de-CH``); English where none is."""
    return next((found for wish in wishes if (found := _offered(wish))), settings.LANGUAGE_CODE)


def listen(request: HttpRequest) -> str:
    """What the browser asks for, of what is offered; empty where it asks for nothing of it."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    heard = next((found for wish, _ in asked if (found := _offered(wish))), "")
    _HEARD.set(heard)
    return heard


def heard() -> str:
    """What the browser of this request asks for; empty in the queue."""
    return _HEARD.get()


@contextmanager
def speaking(*wishes: str) -> Iterator[None]:
    """Say all that follows in the first language of these that is offered."""
    with translation.override(nearest(*wishes)):
        yield


def _offered(wish: str) -> str:
    try:
        return translation.get_supported_language_variant(wish) if wish else ""
    except LookupError:
        return ""
