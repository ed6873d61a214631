"""Who changed what in the settings, who exported, erased and signed in: the audit log of an organisation.

It is read from the change journal. What a page of the settings changes, the page says itself
(``kept``); for the rest apps name their models by logs_settings().
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import PAGES
from atrium.timeline.asked import beginning, end, the_member
from atrium.timeline.models import Act, Change
from atrium.timeline.told import Told, told_of

PAGE = 50
MOST_TOLD = 12
SIGN_INS = "accounts.user"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something that the log can be narrowed to, and what it is read from (see SettingsPage.kept)."""

    slug: str
    label: str
    needs: Can
    kept: tuple[str, ...]

    def keeps(self, change: Change) -> bool:
        """Whether the change is about this."""
        for text in self.kept:
            model, _, names = text.partition(":")
            known = {**(change.before or {}), **(change.after or {})}
            if change.model == model and (not names or set(names.split(",")) & known.keys()):
                return True
        return False


_BESIDE: Registry[Topic] = Registry()
# By model: the keys of the rows of which a member may learn nothing.
_HIDDEN: dict[str, Callable[[Member], list[int]]] = {}


def logs_settings(label: str, *kept: str, needs: Can = Can.ORGANISATION_EDIT) -> None:
    """Tell in the log what has no page of its own in the settings, to who has both permissions."""
    slug = slugify(label)
    _BESIDE.add(slug, Topic(slug=slug, label=label, needs=needs, kept=kept))


def hides_in_log(model: str, hidden_from: Callable[[Member], list[int]]) -> None:
    """Tell a member nothing of these rows of a model that the log is read from."""
    _HIDDEN[model] = hidden_from


def topics_for(member: Member) -> list[Topic]:
    """What the log tells this member of: of each page that they may open, by name."""
    pages = [
        Topic(slug=page.url_name, label=page.label, needs=page.needs, kept=page.kept)
        for page in PAGES
        if page.kept
    ]
    mine = [topic for topic in (*pages, *_BESIDE) if member.can(topic.needs)]
    return sorted(mine, key=lambda topic: topic.label)


def people() -> QuerySet[Member]:
    """Whom the log can be narrowed to: all who work here, and who did."""
    rows: QuerySet[Member] = Member.objects.listed()
    return rows


@dataclass(frozen=True)
class Entry:
    """One act of the log: what it was about, and which fields it changed."""

    act: Act
    topics: list[str]
    told: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A page of the log, newest first; ``older`` is where the next one begins."""

    entries: list[Entry]
    older: int | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of the log is asked for: of whom by public id, about what by its slug, from day to day."""

    member: str = ""
    what: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        names = ("member", "what", "since", "until")
        return cls(**{name: query.get(name, "").strip()[:60] for name in names})

    def urlencoded(self, **more: object) -> str:
        told = {name: getattr(self, name) for name in ("member", "what", "since", "until")}
        return urlencode({name: value for name, value in (told | more).items() if value})

    @property
    def is_narrow(self) -> bool:
        return bool(self.urlencoded())

    def rows(self, by: Member) -> QuerySet[Act]:
        """The acts asked for, newest first. Refused with the field that cannot be read."""
        topics = [topic for topic in topics_for(by) if self.what in {"", topic.slug}]
        if not topics:
            msg = gettext("The log knows nothing of this.")
            raise Refusal(msg, field="what")
        about: Any = changes_of(topics, by).order_by()
        if self.member:
            member = the_member(self.member)
            own = Q(model=SIGN_INS, object_id=member.user_id)
            about = about.filter(Q(act__actor=member) | own)
        acts: Any = Act.objects.filter(pk__in=about.values("act")).select_related("actor")
        zone = by.organisation.zone
        if self.since:
            acts = acts.filter(at__gte=beginning(self.since, zone))
        if self.until:
            acts = acts.filter(at__lt=end(self.until, zone))
        found: QuerySet[Act] = acts.order_by("-id")
        return found

    def page(self, by: Member, before: str = "") -> Page:
        """The acts older than the one with the key ``before``."""
        acts = self.rows(by)
        if fits(before):
            acts = acts.filter(pk__lt=int(before))
        some = list(acts[: PAGE + 1])
        shown = some[:PAGE]
        return Page(entries(shown, by), shown[-1].pk if len(some) > PAGE else None)


def changes_of(topics: Iterable[Topic], by: Member) -> QuerySet[Change, Change]:
    """The changes that these topics are read from, as far as the member may know of them."""
    topics = list(topics)
    rows = Change.objects.filter(_condition(topics))
    kept = {text for topic in topics for text in topic.kept}
    for model in sorted(_HIDDEN.keys() & kept):
        if hidden := _HIDDEN[model](by):
            rows = rows.exclude(model=model, object_id__in=hidden)
    return rows


def _condition(topics: Iterable[Topic]) -> Q:
    """The changes that these topics are read from."""
    whole, parts = set[str](), Q(pk__in=[])
    for text in (text for topic in topics for text in topic.kept):
        model, _, names = text.partition(":")
        if names:
            parts |= Q(model=model, after__has_any_keys=names.split(","))
        else:
            whole.add(model)
    return Q(model__in=sorted(whole)) | parts


def entries(acts: list[Act], by: Member) -> list[Entry]:
    """The acts with what they changed, as far as the member is told of it."""
    topics = topics_for(by)
    changes: defaultdict[int, list[Change]] = defaultdict(list)
    about = changes_of(topics, by).filter(act__in=[act.pk for act in acts])
    for change in about.order_by("id"):
        changes[change.act_id].append(change)
    return [_entry(act, changes[act.pk], topics) for act in acts]


def _entry(act: Act, changes: list[Change], topics: list[Topic]) -> Entry:
    about = [topic.label for topic in topics if any(map(topic.keeps, changes))]
    return Entry(act, about, told_of(changes)[:MOST_TOLD])


def last_of(topic: Topic, by: Member) -> Act | None:
    """The act that changed this last, as far as the member may know; None while nobody did."""
    latest = changes_of([topic], by).select_related("act__actor")
    change: Change | None = latest.order_by("-id").first()
    return change.act if change else None
