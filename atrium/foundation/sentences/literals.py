"""What is said by texts inside Django's own tags: ``{% chip "On hold" %}``, ``{{ name|default:"Nobody" }}``."""

import re
from collections.abc import Callable

from atrium.foundation.sentences.sentence import Sentence, says_something

LITERAL = re.compile(r"""(?P<before>[\w:|]*[=:]|)(?P<quote>["'])(?P<text>[^"']*)(?P=quote)""")
_TAG = re.compile(r"{%\s*(\w+)")
_PROSE = re.compile(r"[A-Z][a-z]|[^\W\d_] [^\W\d_]")
# These tags are given words to show; the others are given keys.
_CHIP = re.compile(r"{%\s*chip\s+$")
_ANY = frozenset({"firstof", "map_of"})
_NAMED = frozenset("error help label note text title words".split())
_FILTERS = frozenset({"default", "default_if_none", "join"})
_FILTER = re.compile(r"\|(\w+):$")


def said_in(raw: str, at: int, say: Callable[[Sentence], str | None]) -> str:
    """A tag or variable of Django's with what ``say`` gives for the texts in it."""
    named = _TAG.match(raw)
    tag = named[1] if named else ""

    def told(match: re.Match[str]) -> str:
        before, text = match["before"], match["text"]
        first = bool(_CHIP.search(raw[: match.start()]))
        if not (first and says_something(text)) and not _is_said(tag, before, text):
            return match[0]
        parts = text.split(",") if before.endswith("|yesno:") else [text]
        words = ",".join(_told(part, at + match.start(), say) for part in parts)
        return f"{before}{match['quote']}{words}{match['quote']}"

    return LITERAL.sub(told, raw)


def _is_said(tag: str, before: str, text: str) -> bool:
    if not says_something(text) or text.startswith("#"):
        return False
    if before.endswith("|yesno:"):
        return bool(_PROSE.search(text))
    filtered = _FILTER.search(before)
    if filtered:
        return filtered[1] in _FILTERS and not re.search(r"[/_#.-]\w|^\w+-\w+$", text)
    if before:
        return tag in {"include", "with"} and before[:-1] in _NAMED
    return tag in _ANY and bool(_PROSE.search(text))


def _told(text: str, at: int, say: Callable[[Sentence], str | None]) -> str:
    if not says_something(text):
        return text
    sentence = Sentence(at=at, escaped=_in_quotes)
    sentence.text(text)
    said = say(sentence)
    if said is None:
        return text
    stripped = text.strip()
    begins = text.index(stripped)
    return text[:begins] + said + text[begins + len(stripped) :]


def _in_quotes(text: str) -> str:
    """A text that ends no quotation, opens no tag and is not cut where parts are listed."""
    return (
        text.replace('"', "”")
        .replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        .replace("%}", "%")
        .replace("}}", "}")
    )
