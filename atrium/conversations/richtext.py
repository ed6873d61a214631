"""Formatted text: what of it is kept, and the same without formatting.

A picture stands in it as ``<img src="image:KEY" alt="words">``: it has no address of its own, so
that the text stays good when an organisation is renamed; ``shown()`` gives it one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import nh3
from django.utils.html import escape

TAGS = {
    "p", "br", "b", "strong", "i", "em", "s", "u", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "hr",
    "img", "span",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "span": {"data-mention"}}
_BLOCKS = ("</p>", "</li>", "</h2>", "</h3>", "</blockquote>", "</pre>", "<br>", "<hr>")
_KEY = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PLACE = rf"(?:clients/[0-9]+/(?:notes|mail)|mail/{_KEY})"
_OWN_IMAGE = re.compile(rf"(?:image:|/[\w-]+/{_PLACE}/images/)({_KEY})/?")
_ANY_IMAGE = re.compile(r'<img((?: [\w-]+="[^"]*")*)>')
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(rf'<img src="image:({_KEY})" alt="([^"]*)">')
_PARAGRAPH = re.compile(r"</(?:p|ul|ol|blockquote|pre|h2|h3)>")
_BARE_SPAN = re.compile(r"<span>(.*?)</span>", re.DOTALL)


def _kept(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        own = _OWN_IMAGE.fullmatch(value)
        return f"image:{own[1]}" if own else None
    if name == "data-mention":
        return value if re.fullmatch(_KEY, value) else None
    if name == "href" and value.lower().startswith("image:"):
        return None
    return value


def safe(html: str) -> str:
    """Text formatting, web links, mentions and our own pictures; everything else is taken out."""
    clean = nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "tel", "image"},
        link_rel="noopener noreferrer nofollow",
    )
    return _BARE_SPAN.sub(r"\1", _ANY_IMAGE.sub(_own, clean))


def _own(match: re.Match[str]) -> str:
    """One of our pictures as it is kept; one from elsewhere would call its server when read."""
    given = dict(re.findall(r'([\w-]+)="([^"]*)"', match[1]))
    if not given.get("src", "").startswith("image:"):
        return ""
    return f'<img src="{given["src"]}" alt="{given.get("alt", "")[:300]}">'


def images(html: str) -> list[str]:
    """The keys of the pictures in a text that is safe()."""
    return list(dict.fromkeys(match[1] for match in _IMAGE.finditer(html)))


def shown(html: str, folder: str) -> str:
    """The text with its pictures at ``folder``, the address under which they are served."""
    return _IMAGE.sub(rf'<img src="{folder}\1/" alt="\2" loading="lazy">', html)


def with_pictures(html: str, source: Callable[[str], str]) -> str:
    """The text with what ``source`` says of each picture's key in the place of its address."""
    return _IMAGE.sub(lambda match: f'<img {source(match[1])} alt="{match[2]}">', html)


def plain(html: str) -> str:
    """The words alone, one line a block; of a picture its description."""
    html = _IMAGE.sub(r"[\2]", html)
    for block in _BLOCKS:
        html = html.replace(block, f"\n{block}")
    text = unescape(nh3.clean(html, tags=set())).replace("\xa0", " ")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def spelt(html: str) -> str:
    """The same for who reads no HTML: behind the words of a link stands its address (RFC 3986, appendix C)."""
    return plain(_LINK.sub(_address_behind, html))


def _address_behind(match: re.Match[str]) -> str:
    address, words = match[1], match[2]
    same = plain(words) == unescape(address).removeprefix("mailto:").removeprefix("tel:")
    return words if same else f"{words} &lt;{address}&gt;"


def paragraphs(html: str) -> str:
    """The words alone, as from_plain() reads them: blank lines part paragraphs."""
    return "\n\n".join(filter(None, (plain(part) for part in _PARAGRAPH.split(html))))


def from_plain(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, single ones break lines."""
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs if p)
