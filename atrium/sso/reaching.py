"""Reaching providers through the outbound gate. Never inside a transaction: they may take their time."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException

from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.sso.asking import LONGEST, SECONDS


def asked(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None = None, *, field: str
) -> outbound.Response:
    """What it answers. Refused in words, at the field that names it."""
    try:
        return outbound.request(method, url, headers, body, timeout=SECONDS, max_bytes=LONGEST)
    except outbound.OutboundRefused as error:
        raise Refusal(str(error), field=field) from error
    except (OSError, HTTPException) as error:
        raise Refusal(gettext("It does not answer. Try again in a while."), field=field) from error


def refuse_plain(url: str, *, field: str) -> None:
    """Refuse what anybody on the way could read and change, but where the operator let the host in."""
    try:
        outbound.check_url(url)
        is_plain = not url.startswith("https://") and not outbound.is_let_in(url)
    except outbound.OutboundRefused as error:
        raise Refusal(str(error), field=field) from error
    if is_plain:
        msg = gettext("{url} does not begin with https://.").format(url=url[:200])
        raise Refusal(msg, field=field)
