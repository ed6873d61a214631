"""The lists of words that an organisation keeps, as its settings show them (R02, R03, R06, R07)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from atrium.clients import word_forms as forms
from atrium.clients.absent import LARGEST
from atrium.clients.models import (
    Assignment,
    Client,
    ContactRole,
    Industry,
    LinkRole,
    Location,
    LocationType,
    Relation,
    RelationKind,
    State,
    Status,
    Tag,
    Tagging,
    TeamRole,
)
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.organisations.models import Member

MOST_COUNTED = 10_000
SEEN = (State.LIVE, State.ARCHIVED)


class CappedCount(Subquery):
    """How many rows a query has, counted to the cap and no further."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


type Uses = Callable[[], QuerySet[Any]]
type Retire = Callable[[Any, Member, dict[str, Any]], None]


@dataclass(frozen=True, kw_only=True)
class WordList:
    """One list of words.

    ``uses`` answers what carries one of the words, ``used_by`` says it of a count, as ngettext does.
    ``asks`` is the question when a word goes, ``nobody`` what it may be answered with but a word.
    """

    slug: str
    model: type[Term]
    title: str
    text: str
    icon: str
    form: type[forms.WordForm]
    retire: Retire
    uses: Uses | None = None
    used_by: Callable[[int], str] = lambda count: ngettext(
        "{count} client", "{count} clients", count
    )
    asks: str = ""
    nobody: str = ""
    by_hand: bool = True

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    def rows(self) -> list[Term]:
        """The words in order, each with ``used`` where that is counted: by how many, to 10,000; and in words."""
        return [self._told(term) for term in self._counted()]

    def row(self, key: int) -> Term | None:
        """The word with this key, as in rows()."""
        found: Term | None = self._counted().filter(pk=min(key, LARGEST)).first()
        return found and self._told(found)

    def _told(self, term: Any) -> Any:
        used = getattr(term, "used", 0)
        most = min(used, MOST_COUNTED)
        shown = f"{spoken(most):,}{'+' * (used > most)}"
        term.used_words = self.used_by(used).format(count=shown) if used else ""
        return term

    def _counted(self) -> QuerySet[Any]:
        words: QuerySet[Any] = self.model.objects.all()
        return words.annotate(used=CappedCount(self.uses())) if self.uses else words

    def form_for(self, data: Any = None, term: Term | None = None) -> forms.WordForm:
        """The form of a new word, or of this one."""
        if term is None:
            return self.form(data)
        names = self.form.base_fields
        return self.form(data, initial={name: getattr(term, name) for name in names})

    def form_to_remove(self, term: Term, data: Any = None) -> forms.RemoveForm:
        """The form that asks what takes the place of a word."""
        others = list(self.model.objects.exclude(pk=term.pk)) if self.asks else []
        return forms.RemoveForm(data, others=others, nobody=self.nobody, asks=self.asks)


def chosen_word(model: type[Term], data: dict[str, Any]) -> Any:
    """The word that takes the place of one that goes; refused where that is gone itself."""
    key = data.get("into")
    found = model.objects.filter(pk=key).first() if key else None
    if key and found is None:
        msg = gettext("That was removed meanwhile; choose another.")
        raise Refusal(msg, field="into")
    return found


def _retire_tag(tag: Tag, by: Member, data: dict[str, Any]) -> None:
    into = chosen_word(Tag, data)
    if into is None:
        tag.retire(by=by)
    else:
        tag.merge_into(into, by=by)


LISTS: Registry[WordList] = Registry()
for _list in (
    WordList(
        slug="statuses",
        model=Status,
        title=gettext_lazy("Statuses"),
        text=gettext_lazy("Where you stand with a client. New clients get the default one."),
        icon="list-checks",
        form=forms.StatusForm,
        retire=lambda status, by, data: status.retire(by=by, into=chosen_word(Status, data)),
        uses=lambda: Client.objects.filter(status=OuterRef("pk"), state__in=SEEN),
        asks=gettext_lazy("Move its clients to"),
    ),
    WordList(
        slug="tags",
        model=Tag,
        title=gettext_lazy("Tags"),
        text=gettext_lazy("Words to mark clients with, shown in lists and on their pages."),
        icon="tag",
        form=forms.TagWordForm,
        retire=_retire_tag,
        uses=lambda: Tagging.objects.filter(tag=OuterRef("pk")),
        asks=gettext_lazy("Its clients get"),
        nobody=gettext_lazy("No other tag"),
        by_hand=False,
    ),
    WordList(
        slug="location-types",
        model=LocationType,
        title=gettext_lazy("Location types"),
        text=gettext_lazy("What an address of a client is for."),
        icon="map-pin",
        form=forms.LocationTypeForm,
        retire=lambda kind, by, data: kind.retire(by=by, into=chosen_word(LocationType, data)),
        uses=lambda: Location.objects.filter(type=OuterRef("pk")),
        used_by=lambda count: ngettext("{count} location", "{count} locations", count),
        asks=gettext_lazy("Its locations become"),
    ),
    WordList(
        slug="contact-roles",
        model=ContactRole,
        title=gettext_lazy("Contact roles"),
        text=gettext_lazy("What a person is to a client."),
        icon="id-card",
        form=forms.ContactRoleForm,
        retire=lambda role, by, data: role.retire(by=by, into=chosen_word(ContactRole, data)),
        uses=lambda: LinkRole.objects.filter(role=OuterRef("pk")),
        used_by=lambda count: ngettext("{count} contact", "{count} contacts", count),
        asks=gettext_lazy("Its contacts get"),
        nobody=gettext_lazy("No other role"),
    ),
    WordList(
        slug="relation-kinds",
        model=RelationKind,
        title=gettext_lazy("Relations"),
        text=gettext_lazy("What two clients can be to each other, named from both sides."),
        icon="network",
        form=forms.RelationKindForm,
        retire=lambda kind, by, data: kind.retire(by=by, into=chosen_word(RelationKind, data)),
        uses=lambda: Relation.objects.filter(kind=OuterRef("pk")),
        used_by=lambda count: ngettext("{count} relation", "{count} relations", count),
        asks=gettext_lazy("Its relations become"),
        nobody=gettext_lazy("It has no relations"),
    ),
    WordList(
        slug="team-roles",
        model=TeamRole,
        title=gettext_lazy("Team roles"),
        text=gettext_lazy("What a member or a team is to a client they look after."),
        icon="users-round",
        form=forms.WordForm,
        retire=lambda role, by, data: role.retire(by=by, into=chosen_word(TeamRole, data)),
        uses=lambda: Assignment.objects.current().filter(role=OuterRef("label")),
        used_by=lambda count: ngettext("{count} seat", "{count} seats", count),
        asks=gettext_lazy("Who has it gets"),
        nobody=gettext_lazy("No other role: they keep the word"),
    ),
    WordList(
        slug="industries",
        model=Industry,
        title=gettext_lazy("Industries"),
        text=gettext_lazy(
            "Words of your own for what clients do, beside the sections and divisions of NACE."
        ),
        icon="factory",
        form=forms.WordForm,
        retire=lambda word, by, data: word.retire(by=by, into=chosen_word(Industry, data)),
        uses=lambda: Client.objects.filter(industry=OuterRef("label"), state__in=SEEN),
        asks=gettext_lazy("Its clients become"),
        nobody=gettext_lazy("Nothing else: they keep the word"),
        by_hand=False,
    ),
):
    LISTS.add(_list.slug, _list)
