"""E-mail and phone cells: several in one cell, packed with labels, kept raw where they cannot be read."""

import re

from atrium.foundation.formats import FormatError, email, phone, phone_fast
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.imports.reading.heading_words import PHONE_LABELS
from atrium.imports.reading.row import EmailValue, PhoneValue, Problem, Row
from atrium.imports.reading.values import clean, is_nothing, several

_LABEL_OF = {
    fold(word).replace(" ", ""): label
    for label, words in PHONE_LABELS.items()
    for word in words.split("|")
}
_PACKED = re.compile(
    r"(?:^|(?<=[\s,;|)\d]))([^\W\d_][^\W\d_. -]{0,18}(?: [^\W\d_]{2,10})?)\s?:\s*(?=[+(\d=\"'])"
)
_BETWEEN = re.compile(
    r"\s*(?::::|[;|\n]|,(?=\s*[+(\d]{1,2}[\d\s()./-]{5})|\s/\s|\s(?:oder|or|ou|o|and|und|et|y)\s)\s*",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"^\d[.,]\d+E\+\d+$", re.IGNORECASE)
_KNOWN_LABELS = {"mobile", "work", "home", "fax", "main", "other", "pager"}


def add_emails(row: Row, text: str, label: str) -> None:
    """Add the addresses of a cell to the row, each once; what is none stays as raw text with a problem."""
    plain = email.plain(text)
    if plain is None and is_nothing(text):
        return
    found, rest = ([plain], []) if plain else email.mend_all(text)
    for address in found:
        if all(address.key != known.address.casefold() for known in row.emails):
            row.emails.append(EmailValue(address.address, label=label))
            if address.address not in text:
                told = gettext("“{clean}” was read as {address}.").format(
                    clean=clean(text), address=address.address
                )
                row.problems.append(Problem("email", told, warning=True))
    for raw in rest:
        if is_nothing(raw):
            continue
        row.emails.append(EmailValue(raw, valid=False, label=label))
        row.problems.append(Problem("email", _reason_against_email(raw)))


def add_phones(row: Row, text: str, label: str, country: str) -> None:
    """Add the numbers of a cell to the row, read with the country of the row."""
    direct = phone_fast.e164(text, country)
    if direct:
        _add(row, PhoneValue(text, direct, label))
        return
    if is_nothing(text):
        return
    for piece, own in _pieces(text, label):
        raw = clean(piece)
        if not raw or is_nothing(raw):
            continue
        try:
            number = _read(raw, country)
        except FormatError as problem:
            row.phones.append(PhoneValue(raw, None, own))
            row.problems.append(Problem("phone", _shortened(raw) or str(problem)))
        else:
            _add(row, PhoneValue(raw, number.e164, own, number.extension))


def label_of(text: str) -> str:
    """Return our label for one of a file ("* Work", "Handy"); empty where it says nothing."""
    word = fold(text).strip("* ").replace(" ", "")
    return _LABEL_OF.get(word, word if word in _KNOWN_LABELS else "")


def _pieces(text: str, label: str) -> list[tuple[str, str]]:
    """Cut "Phone: 030 1 Mobile: 0170 2" and lists of numbers into numbers with their labels."""
    pieces: list[tuple[str, str]] = []
    for part in several(text):
        marks = list(_PACKED.finditer(part))
        if not marks:
            pieces += [(piece, label) for piece in _BETWEEN.split(part)]
            continue
        if part[: marks[0].start()].strip(" ,;"):
            pieces.append((part[: marks[0].start()], label))
        ends = [mark.start() for mark in marks[1:]] + [len(part)]
        pieces += [
            (part[mark.end() : end].strip(" ,;|"), label_of(mark.group(1)) or label)
            for mark, end in zip(marks, ends, strict=True)
        ]
    return pieces


def _read(raw: str, country: str) -> phone.Phone:
    try:
        return phone.parse(raw, country)
    except FormatError:
        # A spreadsheet that took the number for a figure ate its first zero.
        if country and raw.isdecimal() and raw[0] != "0":
            return phone.parse(f"0{raw}", country)
        raise


def _add(row: Row, value: PhoneValue) -> None:
    if all(value.e164 != known.e164 for known in row.phones):
        row.phones.append(value)


def _shortened(raw: str) -> str:
    if _SHORTENED.match(raw):
        return gettext(
            "“{raw}” was shortened by a spreadsheet. Format that column as text there, "
            "export again, or type the number."
        ).format(raw=raw)
    return ""


def _reason_against_email(raw: str) -> str:
    try:
        email.mend(raw)
    except FormatError as problem:
        return str(problem)
    return gettext("“{raw}” is not an e-mail address. Write it like name@example.com.").format(
        raw=raw
    )
