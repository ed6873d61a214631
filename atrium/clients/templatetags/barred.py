"""Do not contact, as pages show it."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from atrium.clients.reach.bars import Bars

register = template.Library()


@register.filter
def barred(own: Mapping[str, str], of_client: Mapping[str, str] | None = None) -> Bars:
    """The channels that are closed to a person at a client: ``contact.bars|barred:client.bars``."""
    return Bars.of(of_client or {}, own or {})
