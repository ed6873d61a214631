"""Formatted text: what of it is kept, and the same without formatting."""

from __future__ import annotations

from html import unescape

import nh3
from django.utils.html import escape

TAGS = {
    "p", "br", "b", "strong", "i", "em", "s", "u", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "hr",
}  # fmt: skip
_BLOCKS = ("</p>", "</li>", "</h2>", "</h3>", "</blockquote>", "</pre>", "<br>", "<hr>")


def safe(html: str) -> str:
    """Text formatting and web links; everything else (scripts, styles, images) is taken out."""
    return nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def plain(html: str) -> str:
    """The words alone, one line a block."""
    for block in _BLOCKS:
        html = html.replace(block, f"\n{block}")
    text = unescape(nh3.clean(html, tags=set())).replace("\xa0", " ")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def from_plain(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, single ones break lines."""
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs if p)
