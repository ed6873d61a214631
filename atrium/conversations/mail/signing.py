"""The signature of an e-mail, which follows whom it is from."""

from __future__ import annotations

import re

from atrium.conversations.marked import from_marked, marked
from atrium.conversations.richtext import safe

# What composing.py puts above the words of another message.
_QUOTED = re.compile(
    r"<p>On (?:(?!</p>).)* wrote:</p>\s*<blockquote>|<p>Forwarded message<br>", re.DOTALL
)


def signed(signature: str, html: str) -> str:
    """The signature under what is to be written, above what is quoted."""
    return f"<p></p>{signature}{html}" if signature else html


def resigned(html: str, was: str, now: str) -> str:
    """The text with the signature ``now`` in the place of ``was``; as it is where that was edited."""
    found = _QUOTED.search(html)
    at = found.start() if found else len(html)
    own, quoted = html[:at], html[at:]
    if was == now:
        return html
    if not was:
        return f"{own}{now}{quoted}"
    for form in (was, safe(from_marked(marked(was)))):
        before, sign, after = own.rpartition(form)
        if sign:
            return f"{before}{now}{after}{quoted}"
    return html
