"""What a record may be required to have, and of which clients: the parts that rules are made of (J07).

Each requirement and each condition is one expression over the clients, so that a page, the API, an
import, a list and a preview ask the same thing. Other apps hang theirs in here, from their
client_page.py:

    @requirement(slug="card", label="a card on file", order=80, opens=Opens("client-card-new"))
    def card(target):
        return Exists(Card.objects.filter(client=OuterRef("pk")))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Q

from atrium.foundation.errors import Refusal
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.lexicon import Lexicon

type Test = Q | Exists
type Met = Callable[[str], Test]
type Fits = Callable[[str], Test | None]
type Targets = Callable[[Lexicon], list[tuple[str, str]]]


def _no_targets(_words: Lexicon) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True, kw_only=True)
class Opens:
    """The editor that mends a gap.

    ``args`` follow the client's number in its URL; ``into`` is where its answer goes. In both
    ``{target}`` stands for the target of the rule.
    """

    url_name: str
    args: tuple[str, ...] = ()
    query: str = ""
    into: str = "#dialogs"
    swap: str = "beforeend"
    word: str = gettext_lazy("Add")
    needs: Can = Can.CLIENTS_EDIT


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """Something a record should have; ``label`` completes "Lacks …", or tells what is ``wrong``.

    ``met`` answers for a rule's target; ``targets`` lists those to choose from, where it has any;
    ``unnamed`` stands for one that is not, or no longer, among them.
    """

    slug: str
    label: str
    order: int
    met: Met
    opens: Opens
    wrong: bool = False
    targets: Targets = _no_targets
    unnamed: str = "removed"

    def is_offered(self, lexicon: Lexicon) -> bool:
        """Whether there is something to require: a target, where it wants one."""
        return self.targets is _no_targets or bool(self.targets(lexicon))

    def words(self, target: str, lexicon: Lexicon) -> str:
        """The label with its target named: "the detail “Tax ID”"."""

        def named() -> str:
            known = dict(self.targets(lexicon))
            return self.label.format(target=known.get(target, self.unnamed))

        return lexicon.once((self.slug, target), named)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Some of the clients: ``label`` begins the sentence of a rule ("Companies need …").

    ``fits`` answers None where it is every client.
    """

    slug: str
    label: str
    order: int
    fits: Fits
    values: Targets = _no_targets

    def is_offered(self, lexicon: Lexicon) -> bool:
        """Whether there are clients to choose by it: a value, where it wants one."""
        return self.values is _no_targets or bool(self.values(lexicon))

    def words(self, value: str, lexicon: Lexicon) -> str:
        """The label with its value named: "Clients with the status Active"."""
        return self.label.format(value=dict(self.values(lexicon)).get(value, "(removed)"))


REQUIREMENTS: Registry[Requirement] = Registry()
CONDITIONS: Registry[Condition] = Registry()


def requirement(**options: Any) -> Callable[[Met], Met]:
    """Offer something that rules can require. Put it in the app's client_page.py."""

    def register(met: Met) -> Met:
        REQUIREMENTS.add(options["slug"], Requirement(met=met, **options))
        return met

    return register


def condition(**options: Any) -> Callable[[Fits], Fits]:
    """Offer a choice of clients that rules can be about."""

    def register(fits: Fits) -> Fits:
        CONDITIONS.add(options["slug"], Condition(fits=fits, **options))
        return fits

    return register


def refuse_unknown(
    words: Lexicon, *, condition: str, value: str, requirement: str, target: str
) -> None:
    """Raise a Refusal at the field that names nothing there is."""
    about, asks = CONDITIONS.get(condition), REQUIREMENTS.get(requirement)
    if about is None:
        raise Refusal(gettext("Choose which clients the rule is about."), field="condition")
    if asks is None:
        raise Refusal(gettext("Choose what the clients must have."), field="requirement")
    for field, chosen, known, offered in (
        ("value", value, about.values(words), about.is_offered(words)),
        ("target", target, asks.targets(words), asks.is_offered(words)),
    ):
        if not offered or chosen not in (dict(known) or {"": ""}):
            raise Refusal(gettext("Choose one of the list."), field=field)
