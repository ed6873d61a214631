from __future__ import annotations

from django.db import models
from django.utils import timezone

from atrium.clients.events import TagAdded, TagRemoved
from atrium.clients.models.client import Client
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting


class Tag(Term):
    """A word that clients are marked with, in one of ten hues (R03)."""

    hue = models.PositiveSmallIntegerField(default=1)
    clients = models.ManyToManyField(Client, through="Tagging", related_name="tags")

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("tag")
        ordering = ("label_key", "position", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="tag_by_organisation"),
            models.UniqueConstraint(fields=["organisation", "public_id"], name="tag_by_public_id"),
            models.UniqueConstraint(fields=["organisation", "label_key"], name="tag_label_once"),
        ]

    def put_on(self, client: Client, *, by: Member) -> None:
        """Mark the client; it stays so when it is already."""
        with acting(
            by=by, label=gettext("Tagged {client} {label}").format(client=client, label=self.label)
        ) as act:
            act.lock(client)
            if self.taggings.filter(client=client).exists():
                return
            act.insert(Tagging(tag=self, client=client))
            act.record(TagAdded(tag=self.label), client=client)

    def take_off(self, client: Client, *, by: Member) -> None:
        """Unmark the client; nothing happens when it was not marked."""
        with acting(
            by=by,
            label=gettext("Took the tag {label} off {client}").format(
                label=self.label, client=client
            ),
        ) as act:
            act.lock(client)
            for tagging in self.taggings.filter(client=client):
                act.remove(tagging)
                act.record(TagRemoved(tag=self.label), client=client)

    def merge_into(self, kept: Tag, *, by: Member) -> None:
        """Make this tag and ``kept`` one; every client of either carries the kept one."""
        if kept.pk == self.pk:
            msg = gettext("Choose another tag to merge into.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            act.lock(kept)
            has = set(kept.taggings.values_list("client_id", flat=True))
            mine = act.lock_many(self.taggings.order_by("id"))
            act.remove_many(mine)
            act.insert_many(
                [Tagging(tag=kept, client_id=t.client_id) for t in mine if t.client_id not in has]
            )
            act.remove(self)

    def retire(self, *, by: Member) -> None:
        """Take the tag off every client and off the list."""
        with self._taken_off(by=by) as act:
            mine = act.lock_many(self.taggings.select_related("client").order_by("id"))
            act.remove_many(mine)
            act.record_many((TagRemoved(tag=self.label), tagging.client) for tagging in mine)
            act.remove(self)


class Tagging(Owned):
    """That a client carries a tag."""

    tag = models.ForeignKey(
        Tag, models.CASCADE, related_name="taggings", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="taggings", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "client", "tag"], name="tagged_once"),
            SameOrganisation("tag"),
            SameOrganisation("client"),
        ]
        indexes = [models.Index(fields=["organisation", "tag", "client"], name="tagging_by_tag")]

    def __str__(self) -> str:
        return f"{self.client}: {self.tag}"
