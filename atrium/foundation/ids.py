"""Identifiers that are shown outside."""

from uuid import UUID

from uuid_utils.compat import uuid7


def public_id() -> UUID:
    """A UUID of version 7 (RFC 9562): unguessable enough to show, ordered enough to index."""
    return uuid7()
