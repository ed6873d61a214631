"""Reading XML that somebody else wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lxml import etree

from atrium.foundation.translation import gettext
from atrium.sso.asking import NotBelieved

type Element = Any


def parsed(document: bytes, *, bare: bool) -> Element:
    """Its root. Refused are document types, hence entities, and where it has to be ``bare`` comments too.

    A comment inside a name would be read by some as the end of it.
    """
    reader = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=not bare,
        remove_pis=not bare,
    )
    try:
        root = etree.fromstring(document, reader)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotBelieved(gettext("That is no XML that can be read.")) from error
    told = root.getroottree().docinfo
    is_bare = all(isinstance(node.tag, str) for node in root.iter())
    if told.doctype or told.internalDTD is not None or not is_bare:
        msg = gettext("Its XML holds a document type, an entity or a comment, which is not read.")
        raise NotBelieved(msg)
    return root


def words(node: Element) -> str:
    """What stands in it, or nothing where it is not there."""
    return (node.text or "").strip() if node is not None else ""


def moment(text: str | None) -> datetime:
    """A moment as SAML writes it. Refused for what is none."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError as error:
        raise NotBelieved(gettext("It writes a moment that cannot be read.")) from error
    if found.tzinfo is None or found.year < 1971 or found.year > 9990:  # noqa: PLR2004 - sums with it stay moments
        raise NotBelieved(gettext("It writes a moment that cannot be read."))
    return found.astimezone(UTC)
