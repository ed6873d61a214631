"""Through which door a change came in: kept on every act and event."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models


class Source(models.TextChoices):
    """The doors."""

    PAGE = "page", "in the browser"
    API = "api", "by the API"
    IMPORT = "import", "by import"
    COMMAND = "command", "on the command line"
    RULE = "rule", "by itself"
    MAIL = "mail", "by mail"


_SOURCE: ContextVar[Source] = ContextVar("source", default=Source.PAGE)


def current() -> Source:
    return _SOURCE.get()


@contextmanager
def coming_from(source: Source) -> Iterator[None]:
    """What is done inside the block came in through ``source``."""
    token = _SOURCE.set(source)
    try:
        yield
    finally:
        _SOURCE.reset(token)
