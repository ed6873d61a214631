"""Duplicates in a demo: what looks like one is found, one pair is told apart and one is merged."""

from __future__ import annotations

from atrium.clients.duplicates.scan import look
from atrium.clients.models import Client, Different, DuplicatePair, Merge
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role


def settle_alike(organisation: Organisation) -> None:
    """A manager has begun with the queue: the surest pair is merged, the least sure told apart."""
    with current.entered(organisation):
        look()
        members = Member.objects.select_related("organisation").order_by("id")
        by = members.filter(role=Role.OWNER).first()
        pairs = list(DuplicatePair.objects.visible_to(by).surest_first()) if by else []
        if by is None or len(pairs) < 4:  # noqa: PLR2004 - the queue is to keep something
            return
        clients = Client.objects.in_bulk(
            {key for p in pairs for key in (p.first_key, p.second_key)}
        )
        last = pairs[-1]
        Different.say(clients[last.first_key], clients[last.second_key], by=by)
        for pair in pairs:
            keep, gone = clients[pair.first_key], clients[pair.second_key]
            if not (keep.is_archived or gone.is_archived or keep.restricted or gone.restricted):
                Merge.perform(keep=keep, absorb=[gone], by=by)
                break
        look()
