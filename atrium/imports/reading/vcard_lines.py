"""The lines of vCards and calendars (RFC 6350, RFC 5545): joined, taken apart, decoded."""

import binascii
import quopri
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import BinaryIO

from atrium.foundation.reading import decode

_NAME = re.compile(r"^\s*(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BREAKS = {"n": "\n", "N": "\n"}
_MOST_CARD = 4 * 1024 * 1024
_NO_LABELS = frozenset(
    {"pref", "internet", "voice", "x400", "text", "video", "msg", "quoted-printable", "base64"}
)
PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "X-MS-CARDPICTURE"})


@dataclass(slots=True)
class Property:
    """One line of a card: ``TEL;TYPE=work:+44 …``."""

    name: str
    group: str
    parameters: dict[str, list[str]]
    raw: str

    @property
    def label(self) -> str:
        """What it is to its owner: work, home, cell."""
        types = [kind.casefold() for kind in self.parameters.get("TYPE", ())]
        return " ".join(dict.fromkeys(kind for kind in types if kind not in _NO_LABELS))

    def text(self) -> str:
        return _plain(self.raw)

    def parts(self, mark: str = ";") -> list[str]:
        """The pieces between marks that are not escaped."""
        pieces = re.split(rf"(?<!\\){mark}", self.raw)
        return [_plain(piece) for piece in pieces]


def properties_of(opened: Callable[[], BinaryIO]) -> Generator[Property]:
    """The properties of a file one by one, folded lines joined, soft breaks of quoted-printable as well."""
    for line in _lines(opened):
        found = _property(line)
        if found is not None:
            yield found


def _lines(opened: Callable[[], BinaryIO]) -> Generator[str]:
    with opened() as file:
        content = file.read()
    encoding, _ = decode.encoding_of(content[: decode.HEAD])
    text = content.decode(encoding, errors=decode.MIXED if encoding.startswith("utf-8") else "replace")  # fmt: skip
    held = ""
    for line in re.split(r"\r*\n|\r+", text.removeprefix("\ufeff")):
        soft = held.endswith("=") and "QUOTED-PRINTABLE" in held.partition(":")[0].upper()
        if soft:
            held = held[:-1] + line
        elif line[:1] in {" ", "\t"} and held:
            held = (held + line[1:])[:_MOST_CARD]
        else:
            if held.strip():
                yield held
            held = line
    if held.strip():
        yield held


def _property(line: str) -> Property | None:
    head, value = _cut(line, ":")
    if value is None:
        return None
    first, *rest = _split(head, ";")
    named = _NAME.match(first)
    if named is None:
        return None
    parameters: dict[str, list[str]] = {}
    for part in rest:
        name, _, values = part.partition("=")
        key, given = (name.strip().upper(), values) if values else ("TYPE", name)
        parameters.setdefault(key, []).extend(
            one.strip().strip('"') for one in given.strip('"').split(",") if one.strip()
        )
    found = Property(named["name"].upper(), (named["group"] or "").casefold(), parameters, value)
    return _decoded(found)


def _decoded(found: Property) -> Property:
    coded = {
        word.upper()
        for word in (*found.parameters.get("ENCODING", ()), *found.parameters.get("TYPE", ()))
    }
    charset = next(iter(found.parameters.get("CHARSET", ())), "utf-8")
    if "QUOTED-PRINTABLE" in coded:
        found.raw = _as_text(quopri.decodestring(found.raw.encode("utf-8")), charset)
    elif coded & {"BASE64", "B"} and found.name not in PICTURES:
        try:
            found.raw = _as_text(binascii.a2b_base64(found.raw), charset)
        except binascii.Error:
            found.raw = ""
    return found


def _as_text(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return content.decode("utf-8", errors=decode.MIXED)


def _cut(line: str, mark: str) -> tuple[str, str | None]:
    """What stands before and after the first mark outside of quotes."""
    quoted = False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == mark and not quoted:
            return line[:place], line[place + 1 :]
    head, found, value = line.partition(mark)
    return head, value if found else None


def _split(text: str, mark: str) -> list[str]:
    pieces = []
    rest: str | None = text
    while rest is not None:
        piece, rest = _cut(rest, mark)
        pieces.append(piece)
    return pieces


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda m: _BREAKS.get(m[1], m[1]), text).strip()
