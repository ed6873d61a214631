"""The words inside of office files, read as a stream: bombs of XML and of archives run into a limit."""

from __future__ import annotations

from pathlib import Path
from typing import Never
from xml.parsers import expat
from zipfile import ZipFile

_MADE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# Which parts of the archive hold words, by what their names begin with.
OFFICE: dict[str, tuple[str, ...]] = {
    f"{_MADE}wordprocessingml.document": ("word/document", "word/footnotes", "word/header"),
    f"{_MADE}spreadsheetml.sheet": ("xl/sharedStrings", "xl/worksheets/sheet"),
    f"{_MADE}presentationml.presentation": ("ppt/slides/slide", "ppt/notesSlides/"),
    f"{_OPEN}text": ("content.xml",),
    f"{_OPEN}spreadsheet": ("content.xml",),
    f"{_OPEN}presentation": ("content.xml",),
}
MOST_TEXT = 300_000
MOST_BYTES = 80 * 1024**2
MOST_PARTS = 500
_PORTION = 64 * 1024
# Their text stands for something else: numbers of shared words, formulas, fields.
_MUTE = {"f", "instrText", "fldSimple", "formula"}
_BREAKS = {"p", "row", "br", "tr", "si", "tab", "c", "h", "table-cell", "tc"}


class _FullError(Exception):
    """Enough was read."""


class _Words:
    """Collects the text between the tags."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.left = MOST_TEXT
        self.mute = 0
        self.shared = False

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        return parser

    def _refuse(self, *_: object) -> Never:
        msg = "an office file has no document type"
        raise ValueError(msg)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.mute += local in _MUTE
        if local == "c":
            self.shared = attributes.get("t") == "s"

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self.mute -= local in _MUTE
        if local in _BREAKS and self.found and self.found[-1] != "\n":
            self.found.append("\n")
        if local == "c":
            self.shared = False

    def _said(self, text: str) -> None:
        if self.mute or self.shared or not text.strip():
            return
        self.found.append(text[: self.left])
        self.left -= len(text)
        if self.left <= 0:
            raise _FullError


def office_text(path: Path, content_type: str) -> str:
    """The words of the file, at most so many; raises ValueError where it is none."""
    words, budget = _Words(), MOST_BYTES
    with ZipFile(path) as archive:
        begins = OFFICE[content_type]
        names = [n for n in archive.namelist() if n.startswith(begins) and n.endswith(".xml")]
        for name in names[:MOST_PARTS]:
            parser = words.parser()
            with archive.open(name) as part:
                try:
                    while portion := part.read(_PORTION):
                        budget -= len(portion)
                        if budget < 0:
                            return "".join(words.found)
                        parser.Parse(portion, False)  # noqa: FBT003 - as expat has it
                except _FullError:
                    return "".join(words.found)
            words.found.append("\n")
    return "".join(words.found)
