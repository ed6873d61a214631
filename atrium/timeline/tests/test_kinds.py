"""J11: what can happen has a name of its own in every language, by which the filter of a timeline offers it."""

from collections import Counter

from django.test import Client as Browser
from django.utils import translation
from django.utils.functional import Promise

from atrium.clients.models import Client
from atrium.clients.telling import kinds_by_strand
from atrium.organisations.models import Member
from atrium.timeline.kinds import KINDS


def test_j11_each_kind_of_event_has_a_marked_sentence_and_a_marked_name_of_its_own() -> None:
    for kind in KINDS:
        assert "called" in vars(kind), f"{kind.__name__} needs `called`, which the filter shows"
        assert isinstance(kind.called, Promise), f"mark the name of {kind.__name__}"
        assert isinstance(kind.sentence, Promise), f"mark the sentence of {kind.__name__}"
    named = Counter(str(kind.called) for kind in KINDS)
    assert [name for name, times in named.items() if times > 1] == []


def test_j11_the_filter_of_a_timeline_speaks_the_language_of_who_reads(
    as_bob: Browser, bob: Member, bakery: Client
) -> None:
    bob.user.language = "de"
    bob.user.save(update_fields=["language"])
    page = as_bob.get(f"{bakery.get_absolute_url()}activity/").text
    assert "Notiz geschrieben" in page
    assert "Note written" not in page
    for language in ("de", "fr", "es", "pl"):
        with translation.override(language):
            names = {str(kind.called) for kind in KINDS}
            offered = {name for _, kinds in kinds_by_strand(bob) for _, name in kinds}
        assert names.isdisjoint({str(kind.called) for kind in KINDS})
        assert len(names & offered) > len(names) // 2
