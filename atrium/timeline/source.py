"""Through which door a change came in: kept on every act and event."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

from atrium.foundation.translation import gettext_lazy


class Source(models.TextChoices):
    """The doors."""

    PAGE = "page", gettext_lazy("in the browser")
    API = "api", gettext_lazy("by the API")
    IMPORT = "import", gettext_lazy("by import")
    COMMAND = "command", gettext_lazy("on the command line")
    RULE = "rule", gettext_lazy("by itself")
    MAIL = "mail", gettext_lazy("by mail")


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
