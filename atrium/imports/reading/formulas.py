"""Formula cells of an XLSX sheet that hold no stored value: never worked out, but text that only looks like one is kept."""

import io
import re
import zipfile
from html import unescape

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f[^>]*>([^<]*)</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_SHEET = re.compile(rb"<sheet [^>]*>")
_CALL_OR_REFERENCE = re.compile(r"[A-Za-z_.]+\(|^[-+*/^&()\s\d.$A-Z!:]+$")
_LETTERS = 26


def without_value(content: bytes, sheet: str) -> tuple[dict[tuple[int, int], str], int]:
    """Return the text of cells that only begin like formulas, by (row, column) from 1, and how many true formulas are empty."""
    typed: dict[tuple[int, int], str] = {}
    unworked = 0
    for letters, row, formula in _CELL.findall(_xml_of(content, sheet)):
        text = unescape(formula.decode("utf-8", "replace"))
        if _CALL_OR_REFERENCE.search(text):
            unworked += 1
        else:
            typed[int(row), column_number(letters)] = f"={text}"
    return typed, unworked


def column_number(letters: bytes) -> int:
    """Return the number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _xml_of(content: bytes, sheet: str) -> bytes:
    """Return the XML of a sheet by its name; empty where the file is no XLSX."""
    if not content.startswith(b"PK"):
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return b""
        for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
            if _attribute(tag, b"name") != sheet:
                continue
            wanted = _attribute(tag, b"r:id")
            for link in re.findall(
                rb"<Relationship [^>]*>", archive.read("xl/_rels/workbook.xml.rels")
            ):
                target = _attribute(link, b"Target").removeprefix("/xl/").removeprefix("xl/")
                if _attribute(link, b"Id") == wanted and f"xl/{target}" in names:
                    return archive.read(f"xl/{target}")
    return b""


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return unescape(found.group(1).decode("utf-8", "replace")) if found else ""
