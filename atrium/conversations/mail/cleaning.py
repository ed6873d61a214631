"""The HTML of mail from outside, made harmless: once when it is kept, so that nothing else is ever kept.

What is left has no script, no form, no frame, no style sheet and no address that a browser fetches
by itself. A picture from elsewhere keeps its address as ``data-remote``, one of the message itself
as ``data-cid``: shown() gives them back their ``src`` where that was asked for. A second wall, the
sandboxed frame with a policy of its own, is in views/reading.py; this one holds without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3

from atrium.conversations.richtext import TAGS as RICH

TAGS = RICH | {
    "div", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col", "center", "font", "small",
    "big", "sub", "sup", "h1", "h4", "h5", "h6", "dl", "dt", "dd", "strike", "del", "ins", "abbr", "address", "bdo", "bdi",
    "figure", "figcaption", "kbd", "samp", "var", "tt", "cite", "q", "mark",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"align", "dir", "lang", "valign", "style", "title", "width", "height", "bgcolor"},
    "a": {"href"},
    "img": {"src", "alt"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "blockquote": {"type"},
}
# Properties that paint and space text; none that places it over something else or fetches anything.
STYLES = {
    "color", "background-color", "font-family", "font-size", "font-style", "font-weight", "text-align",
    "text-decoration", "text-transform", "line-height", "letter-spacing", "vertical-align", "white-space", "direction",
    "margin", "margin-top", "margin-right", "margin-bottom", "margin-left", "padding", "padding-top", "padding-right",
    "padding-bottom", "padding-left", "border", "border-top", "border-right", "border-bottom", "border-left",
    "border-color", "border-style", "border-width", "border-collapse", "border-spacing", "border-radius", "width",
    "max-width", "height",
}  # fmt: skip
_UNSAFE_STYLE = re.compile(r"url|image|expression|attr|var|env|src|[\\@<>{}]|/\*", re.IGNORECASE)
_IMAGE = re.compile(r"<img((?: [\w-]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_BLOCK = re.compile(r"<(/?)blockquote[^>]*>")
LONGEST_ADDRESS = 2_000


def kept(html: str) -> str:
    """What of the HTML of a mail is kept."""
    clean = nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        clean_content_tags={
            "script",
            "style",
            "title",
            "svg",
            "math",
            "noscript",
            "template",
            "iframe",
            "object",
        },
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return _IMAGE.sub(_inert, clean)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        parts = [part for part in value.split(";") if not _UNSAFE_STYLE.search(unescape(part))]
        return ";".join(parts).replace("<", "").replace(">", "") or None
    if name == "href" and not value.lower().startswith(("http:", "https:", "mailto:", "tel:")):
        return None
    # No tag is ever looked for inside of a value.
    return value[:LONGEST_ADDRESS].replace("<", "").replace(">", "")


def _inert(match: re.Match[str]) -> str:
    """A picture without a source; of a tracking pixel nothing."""
    given = dict(_ATTRIBUTE.findall(match[1]))
    source = unescape(given.pop("src", ""))
    if {given.get("width"), given.get("height")} & {"0", "1"}:
        return ""
    if source.lower().startswith("cid:"):
        given["data-cid"] = escape(source[4:])
    elif source.lower().startswith("https://"):
        given["data-remote"] = escape(source)
    elif source.lower().startswith("http://"):
        given["data-remote"] = escape(f"https://{source[7:]}")
    else:
        return ""
    return "<img" + "".join(f' {name}="{value}"' for name, value in given.items()) + ">"


def has_remote(html: str) -> bool:
    """Whether something in it would be fetched from elsewhere."""
    return ' data-remote="' in html


def shown(html: str, inline: Mapping[str, str], *, remote: bool = False) -> str:
    """What was kept(), with its own pictures by ``inline`` (data: addresses by Content-ID), others where asked."""

    def source(match: re.Match[str]) -> str:
        given = dict(_ATTRIBUTE.findall(match[1]))
        own, far = unescape(given.pop("data-cid", "")), given.pop("data-remote", "")
        if own in inline:
            given["src"] = inline[own]
        elif far and remote:
            given["src"] = far
            given["referrerpolicy"] = "no-referrer"
        else:
            given.setdefault("alt", "")
        return "<img" + "".join(f' {name}="{value}"' for name, value in given.items()) + ">"

    return _IMAGE.sub(source, html)


def folded(html: str) -> str:
    """The same with each outermost quote behind a line that opens it."""
    done, depth, at = list[str](), 0, 0
    for tag in _BLOCK.finditer(html):
        depth += -1 if tag[1] else 1
        if depth == 1 and not tag[1]:
            done += [html[at : tag.start()], "<details><summary>Quoted text</summary>"]
            at = tag.start()
        elif depth == 0 and tag[1]:
            done += [html[at : tag.end()], "</details>"]
            at = tag.end()
        depth = max(depth, 0)
    return "".join([*done, html[at:]])
