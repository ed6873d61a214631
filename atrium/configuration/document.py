"""The file of a configuration: one readable JSON object with the version of its format."""

from __future__ import annotations

import json
from typing import Any

from atrium.configuration.part import PARTS, in_order, told_left_out
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting

FORMAT = "atrium-configuration"
VERSION = 1
LARGEST = 1_000_000
DEEPEST = 6
MOST_ENTRIES = 5_000

type Document = dict[str, Any]


def written(by: Member) -> Document:
    """All that the member may know of; two organisations that are set alike have equal documents."""
    parts: Document = {}
    for part in in_order():
        if by.can(part.needs):
            entries = [part.entry(row) for row in part.rows(by)]
            parts[part.slug] = entries[0] if part.single else entries
    return {"format": FORMAT, "version": VERSION, "parts": parts, "left_out": told_left_out()}


def exported(by: Member) -> str:
    """The file as it is handed out, which is noted in the log."""
    with acting(by=by, label=gettext("Exported the configuration")) as act:
        act.note("imports.export")
    return as_text(written(by))


def as_text(document: Document) -> str:
    """The file for people and for version control."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read(raw: bytes | str) -> Document:
    """The file as it was sent. Refused, with the mend, where it is no such file."""
    size = len(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        msg = gettext("A configuration has at most 1 MB; move large price lists by Prices, Import.")
        raise Refusal(msg, field="file")
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        found = json.loads(text, parse_constant=_no_number)
    except (RecursionError, ValueError):
        msg = gettext("This is no JSON; choose a file that Atrium wrote as a configuration.")
        raise Refusal(msg, field="file") from None
    return checked(found)


def checked(found: Any) -> Document:
    """The document where it is one of ours, in a version that is known. Nothing of its entries is judged yet."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        msg = gettext("This is no configuration of Atrium: its “format” is not “{format}”.")
        raise Refusal(msg.format(format=FORMAT), field="file")
    version = found.get("version")
    if type(version) is not int or version != VERSION:
        msg = gettext(
            "This Atrium reads version {version} of the format; update it, or export anew."
        )
        raise Refusal(msg.format(version=VERSION), field="file")
    parts = found.get("parts")
    if not isinstance(parts, dict):
        raise Refusal(gettext("“parts” is an object of parts by their names."), field="file")
    _refuse_unreadable(parts, 0)
    for slug, entries in parts.items():
        _refuse_misshapen(slug, entries)
    return found


def _refuse_misshapen(slug: str, entries: Any) -> None:
    part = PARTS.get(slug)
    if part is None:
        known = ", ".join(each.slug for each in in_order())
        msg = gettext("There is no part “{slug}”; known are {known}.")
        raise Refusal(msg.format(slug=slug[:60], known=known), field="file")
    if part.single:
        if not isinstance(entries, dict):
            msg = gettext("“{slug}” is one object.").format(slug=slug)
            raise Refusal(msg, field="file")
        return
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        msg = gettext("“{slug}” is a list of objects.").format(slug=slug)
        raise Refusal(msg, field="file")
    if len(entries) > MOST_ENTRIES:
        msg = gettext("“{slug}” has at most {most:,} entries.")
        raise Refusal(msg.format(slug=slug, most=MOST_ENTRIES), field="file")


def _refuse_unreadable(value: Any, depth: int) -> None:
    """Texts that no database keeps, and what is nested beyond all need."""
    if depth > DEEPEST:
        raise Refusal(gettext("The file is nested too deeply."), field="file")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            msg = gettext("The file holds characters that are none; export it anew.")
            raise Refusal(msg, field="file")
    elif isinstance(value, dict):
        for name, each in value.items():
            _refuse_unreadable(name, depth + 1)
            _refuse_unreadable(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _refuse_unreadable(each, depth + 1)


def _no_number(_text: str) -> Any:
    raise ValueError
