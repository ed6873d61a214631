from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models
from django.db.models import Q

from atrium.clients.models.term import LONGEST, Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.clients.models.relation import Relation


class RelationKind(Term):
    """What two clients can be to each other, named from both sides (J15).

    ``label`` is what the first is to the second (parent), ``reverse`` what the second is to the
    first (subsidiary). Without a reverse both are the same to each other (partner). In a
    hierarchical kind the first stands above the second: no circles, one above each.
    """

    reverse = models.CharField(max_length=LONGEST, blank=True)
    hierarchical = models.BooleanField(default=False)

    if TYPE_CHECKING:
        relations: RelatedManager[Relation]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("relation kind")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="relation_kind_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="relation_kind_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="relation_kind_label_once"
            ),
            models.CheckConstraint(
                condition=Q(hierarchical=False) | ~Q(reverse=""), name="hierarchy_has_two_sides"
            ),
        ]

    @property
    def symmetric(self) -> bool:
        """Whether both sides are the same to each other."""
        return not self.reverse

    def word(self, *, first: bool) -> str:
        """What the one on this side is to the other."""
        return self.label if first or self.symmetric else self.reverse

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """Add a kind; refused when it stands above nothing that has a name."""
        values["reverse"] = _two_sided(
            cls._clean(label), values.get("reverse", ""), hierarchical=values.get("hierarchical")
        )
        return super().add(by=by, label=label, **values)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename; what a kind means stays while clients are related by it."""
        label = str(values.get("label", self.label))
        hierarchical = bool(values.get("hierarchical", self.hierarchical))
        reverse = _two_sided(label, values.get("reverse", self.reverse), hierarchical=hierarchical)
        turned = (hierarchical, not reverse) != (self.hierarchical, self.symmetric)
        if turned and self.relations.exists():
            msg = gettext("Clients are related by it already. Add another kind instead.")
            raise Refusal(msg, field="hierarchical")
        super().edit(by=by, **{**values, "reverse": reverse})

    def retire(self, *, by: Member, into: RelationKind | None) -> None:
        """Take the kind off the list; its relations, also those of the past, become ``into``."""
        with self._taken_off(by=by) as act:
            mine = act.lock_many(self.relations.order_by("id"))
            if mine and (into is None or not self._like(into)):
                msg = gettext(
                    "Choose another kind of the same shape for the clients related by this one."
                )
                raise Refusal(msg, field="into")
            if into is not None:
                self._move(act, mine, into)
            act.remove(self)

    @staticmethod
    def _move(act: Acting, relations: list[Relation], into: RelationKind) -> None:
        try:
            act.change_many(relations, kind=into)
        except IntegrityError as error:
            msg = gettext(
                "Some clients are related by “{into}” as well. End one of the two first."
            ).format(into=into.label)
            raise Refusal(msg, field="into") from error

    def _like(self, other: RelationKind) -> bool:
        alike = (self.hierarchical, self.symmetric) == (other.hierarchical, other.symmetric)
        return alike and other.pk != self.pk


def _two_sided(label: str, reverse: str, *, hierarchical: object) -> str:
    reverse = " ".join(reverse.split())
    if len(reverse) > LONGEST:
        msg = gettext("A name has at most {longest} characters; shorten it.").format(
            longest=LONGEST
        )
        raise Refusal(msg, field="reverse")
    if reverse.casefold() == label.casefold():
        reverse = ""
    if hierarchical and not reverse:
        msg = gettext("Name the side below as well, like Subsidiary.")
        raise Refusal(msg, field="reverse")
    return reverse
