"""Formatted text as people write it without the editor: a small, exact part of Markdown.

`**bold**`, `*italic*`, `- ` and `1. ` lists, `> ` quotes, `## ` headings, `[words](address)`; a
picture stays as `![words](image:KEY)` and a mention as `@[Ann Oak]`. What `marked()` writes,
`from_marked()` reads back, so that a note edited in a plain field keeps its formatting.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.utils.html import escape

_INLINE = (
    (re.compile(r"!\[([^\[\]]*)\]\((image:[0-9a-f-]{36})\)"), r'<img src="\2" alt="\1">'),
    (
        re.compile(r"(?<!@)\[([^\[\]]+)\]\(((?:https?|mailto|tel):[^\s()]+)\)"),
        r'<a href="\2">\1</a>',
    ),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])"), r"<em>\1</em>"),
)
_LIST = {"ul": re.compile(r"- +(?=\S)"), "ol": re.compile(r"[0-9]{1,3}\. +(?=\S)")}
_QUOTE = re.compile(r">(?: |$)")


def from_marked(text: str) -> str:
    """The HTML of such a text; whatever is no mark stays as it was typed."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n"))
    return "".join(_block(block.strip("\n").split("\n")) for block in blocks if block.strip())


def _block(lines: list[str]) -> str:
    if all(_QUOTE.match(line) for line in lines):
        return f"<blockquote>{from_marked(chr(10).join(line[2:] for line in lines))}</blockquote>"
    for tag, mark in _LIST.items():
        at = next((n for n, line in enumerate(lines) if mark.match(line)), None)
        if at is not None and all(mark.match(line) for line in lines[at:]):
            items = "".join(
                f"<li><p>{_words([mark.sub('', line, count=1)])}</p></li>" for line in lines[at:]
            )
            before = f"<p>{_words(lines[:at])}</p>" if at else ""
            return f"{before}<{tag}>{items}</{tag}>"
    if len(lines) == 1 and (heading := re.match(r"(##|###) (.+)", lines[0])):
        tag = f"h{len(heading[1])}"
        return f"<{tag}>{_words([heading[2]])}</{tag}>"
    return f"<p>{_words(lines)}</p>"


def _words(lines: list[str]) -> str:
    html = "<br>".join(escape(line.strip()) for line in lines)
    for mark, into in _INLINE:
        html = mark.sub(into, html)
    return html


class _Writer(HTMLParser):
    """Writes the text of HTML that is safe()."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out = [""]
        self.lists: list[tuple[str, int]] = []
        self.href = ""
        self.mention = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"b", "strong"}:
            self.out[-1] += "**"
        elif tag in {"i", "em"}:
            self.out[-1] += "*"
        elif tag == "a":
            self.href = given.get("href", "")
            self.out[-1] += "["
        elif tag == "img":
            self.out[-1] += f"![{given.get('alt', '')}]({given.get('src', '')})"
        elif tag == "span" and "data-mention" in given:
            self.mention = True
        elif tag == "br":
            self.out[-1] += "\n"
        elif tag in {"ul", "ol"}:
            self.lists.append((tag, 0))
            self._block()
        elif tag == "li" and self.lists:
            kind, count = self.lists.pop()
            self.lists.append((kind, count + 1))
            self.out.append("- " if kind == "ul" else f"{count + 1}. ")
        elif tag in {"p", "h2", "h3", "pre"} and not self.lists:
            self._block()
            self.out[-1] += {"h2": "## ", "h3": "### "}.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"b", "strong"}:
            self.out[-1] += "**"
        elif tag in {"i", "em"}:
            self.out[-1] += "*"
        elif tag == "a":
            self.out[-1] += f"]({self.href})"
        elif tag == "span":
            self.mention = False
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self._block()

    def handle_data(self, data: str) -> None:
        self.out[-1] += f"@[{data.removeprefix('@')}]" if self.mention else data

    def _block(self) -> None:
        """A blank line, then what follows."""
        self.out += ["", ""]

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.out)).strip()


def marked(html: str) -> str:
    """Such a text of HTML that is safe()."""
    quoted = re.split(r"(<blockquote>.*?</blockquote>)", html, flags=re.DOTALL)
    parts = []
    for part in quoted:
        writer = _Writer()
        writer.feed(part.removeprefix("<blockquote>").removesuffix("</blockquote>"))
        text = writer.text()
        if part.startswith("<blockquote>"):
            text = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        parts.append(text)
    return "\n\n".join(part for part in parts if part)
