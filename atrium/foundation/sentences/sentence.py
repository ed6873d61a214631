"""A sentence of a template: what translators read of it, and how a translation becomes source again."""

import html
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

_MARK = re.compile(r"{([^{}]+)}|<(\d+)/>|<(\d+)>|</(\d+)>")
_LETTER = re.compile(r"[^\W\d_]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_PLURAL = re.compile(r"""{{\s*(.+?)\s*\|\s*pluralize(?::(?:"([^"]*)"|'([^']*)'))?\s*}}""")
_BASE = re.compile(r"[a-zA-Z_][\w.]*")


def says_something(text: str) -> bool:
    """Whether a text has a letter, so that there is something to translate."""
    return bool(_LETTER.search(_ENTITY.sub(" ", text)))


def in_text(text: str) -> str:
    """A translation as HTML between elements."""
    return html.escape(text, quote=False)


@dataclass(slots=True)
class Sentence:
    """One message: written by adding what it consists of, in order."""

    at: int
    one: str = ""
    many: str = ""
    counts: str = ""  # the expression that decides between them
    variables: dict[str, str] = field(default_factory=dict)
    elements: dict[str, tuple[str, str]] = field(default_factory=dict)
    escaped: Callable[[str], str] = in_text

    def text(self, raw: str) -> None:
        self._add(raw, raw)

    def variable(self, raw: str) -> None:
        ending = _PLURAL.fullmatch(raw)
        if ending and (not self.counts or self.counts == ending[1]):
            self.counts = ending[1]
            endings = (ending[2] if ending[2] is not None else ending[3] or "s").split(",")
            self._add(endings[0] if len(endings) > 1 else "", endings[-1])
            return
        name = self._name(raw)
        self.variables[name] = raw
        self._add(f"{{{name}}}", f"{{{name}}}")

    def solid(self, raw: str) -> None:
        number = str(len(self.elements) + 1)
        self.elements[number] = (raw, "")
        self._add(f"<{number}/>", f"<{number}/>")

    def open(self, raw: str) -> str:
        number = str(len(self.elements) + 1)
        self.elements[number] = (raw, "")
        self._add(f"<{number}>", f"<{number}>")
        return number

    def close(self, number: str, raw: str) -> None:
        self.elements[number] = (self.elements[number][0], raw)
        self._add(f"</{number}>", f"</{number}>")

    @property
    def message(self) -> str:
        return " ".join(self.one.split())

    @property
    def plural(self) -> str:
        """What it says of several; empty where nothing is counted."""
        return " ".join(self.many.split()) if self.counts else ""

    @property
    def count_mark(self) -> str:
        """How the counted number stands in the message, which a form such as "one client" may leave out."""
        named = _BASE.match(self.counts)
        return f"{{{named[0]}}}" if named else ""

    def filled(self, translation: str) -> str:
        """Source from a translation: variables and elements stand in it as they were written."""
        out: list[str] = []
        at = 0
        for match in _MARK.finditer(translation):
            out.extend((self._plain(translation[at : match.start()]), self._mark(match)))
            at = match.end()
        return "".join([*out, self._plain(translation[at:])])

    def counted(self, translations: list[str]) -> str:
        """Source that says the form of each number, in the order of the language's forms."""
        forms = "{% form %}".join(self.filled(each) for each in translations)
        return f"{{% counted {self.counts} %}}{forms}{{% endcounted %}}"

    def _add(self, one: str, many: str) -> None:
        self.one += one
        self.many += many

    def _name(self, raw: str) -> str:
        named = _BASE.search(raw)
        base = name = named[0] if named else "text"
        number = 2
        while self.variables.get(name, raw) != raw:
            name, number = f"{base}_{number}", number + 1
        return name

    def _mark(self, match: re.Match[str]) -> str:
        if match[1]:
            return self.variables[match[1]]
        return self.elements[match[2] or match[3] or match[4]][1 if match[4] else 0]

    def _plain(self, text: str) -> str:
        # Characters written as entities stay so; nothing else of a translation is HTML.
        return "".join(
            part if _ENTITY.fullmatch(part) else self.escaped(part)
            for part in re.split(rf"({_ENTITY.pattern})", text)
        )


def misfits(message: str, translation: str, *, may_lack: Collection[str] = ()) -> str:
    """Why a translation cannot stand for a message; empty where it can."""
    bare = _MARK.sub("", translation)
    if set(bare) & set("{}<>") - set(_MARK.sub("", message)):
        return "It brings braces or angle brackets of its own."
    wanted, given = _marks(message), _marks(translation)
    missing = [mark for mark in wanted if mark not in given and mark not in may_lack]
    if missing or [mark for mark in given if mark not in wanted]:
        return f"It must hold {', '.join(wanted) or 'no marks'}, but holds {', '.join(given) or 'none'}."
    elements = [mark for mark in given if mark.startswith("<")]
    return _nested(elements)


def _marks(text: str) -> list[str]:
    return [match[0] for match in _MARK.finditer(text)]


def _nested(elements: list[str]) -> str:
    open_ones: list[str] = []
    if len(set(elements)) != len(elements):
        return "It holds an element twice."
    for mark in elements:
        if mark.startswith("</"):
            if not open_ones or open_ones.pop() != mark[2:-1]:
                return f"{mark} closes what is not open."
        elif not mark.endswith("/>"):
            open_ones.append(mark[1:-1])
    return "An element is not closed." if open_ones else ""
