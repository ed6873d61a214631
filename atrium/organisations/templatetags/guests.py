"""What stands above the pages of guests."""

from __future__ import annotations

from typing import Any

from django import template

from atrium.organisations.brand import mark_of
from atrium.organisations.models import Organisation

register = template.Library()


@register.inclusion_tag("organisations/host.html")
def host(organisation: Organisation) -> dict[str, Any]:
    """Who the guest is with: the organisation, not the program that it uses."""
    return {"organisation": organisation, "mark": mark_of(organisation)}
