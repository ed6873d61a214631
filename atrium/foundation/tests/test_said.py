"""J11: a text that is kept knows its message and its parts, and is said anew in each language."""

import json
from contextvars import copy_context
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.utils import translation

from atrium.foundation.formats import money
from atrium.foundation.said import Said, in_english, kept, listed, spelled, told
from atrium.foundation.translation import gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy


def _read(text: str, language: str) -> str:
    """What is read of it in a language, after it lay in the database."""
    found: Any = json.loads(json.dumps(kept(text)))
    with translation.override(language):
        return str(told(found))


def _label() -> str:
    return gettext("Put {code} into the bin").format(code="T-0001")


@pytest.mark.parametrize("doer", ["de", "en-gb", "pl", "ar"])
def test_j11_what_one_does_others_read_in_their_own_language(doer: str) -> None:
    with translation.override(doer):
        label = _label()
    read = {language: _read(label, language) for language in ("en-gb", "de", "fr", "es", "pl")}
    assert read["en-gb"] == "Put T-0001 into the bin"
    assert len(set(read.values())) == len(read)
    assert all("T-0001" in text for text in read.values())


def test_j11_parts_may_be_messages_counts_days_and_numbers_themselves() -> None:
    day, at = date(2026, 11, 3), datetime(2026, 11, 3, 9, 5, tzinfo=UTC)
    with translation.override("de"):
        inner = ngettext("{count} project", "{count} projects", 3).format(count=3)
        text = gettext("Undid: {act}").format(act=gettext("Deleted {what}").format(what=inner))
        dated = gettext("Since {day}").format(day=spelled(day, "%-d %b %Y"))
        timed = gettext("Since {day}").format(day=spelled(at, "%-d %b %Y, %H:%M"))
        many = ngettext("{count} project", "{count} projects", 1234)
        amount = many.format(count=spelled(1234, ","))
        price = money.shown(-123450, "EUR")
        half = gettext("Since {day}").format(day=Decimal("2.5"))
        assert dated.endswith("3. Nov. 2026")
    assert _read(text, "en-gb") == "Undid: Deleted 3 projects"
    assert _read(dated, "en-gb") == "Since 3 Nov 2026"
    assert _read(timed, "en-gb") == "Since 3 Nov 2026, 09:05"
    assert _read(amount, "en-gb") == "1,234 projects"
    assert _read(amount, "de") == "1.234 Projekte"
    assert (_read(price, "en-gb"), _read(price, "de")) == (
        "\u2212€1,234.50",
        "\u22121.234,50\u00a0€",
    )
    assert _read(half, "en-gb") == "Since 2.5"
    assert _read(half, "de").endswith(" 2,5")
    assert _read(spelled(day, "%-d %b %Y"), "de") == "3. Nov. 2026"
    assert _read(text, "de") == text


def test_j11_lazy_texts_contexts_and_lists_are_kept_as_messages_too() -> None:
    lazy: Any = pgettext_lazy("strand", "Money")
    with translation.override("fr"):
        assert _read(gettext_lazy("Talk"), "en-gb") == "Talk"
        assert _read(str(gettext_lazy("Talk")), "de") == _read(gettext("Talk"), "de") != "Talk"
        assert _read(lazy, "de") == _read(pgettext("strand", "Money"), "de") == "Geld"
        several = listed([gettext("Talk"), "a title", str(gettext_lazy("Work"))])
    assert _read(several, "en-gb") == "Talk, a title, Work"
    assert _read(several, "de").split(", ")[1] == "a title"
    assert _read(several, "de") != several


def test_j11_what_nobody_translates_is_kept_and_read_as_it_is() -> None:
    for plain in ("Renamed {name}", "", 7, None, True, ["a", "b"], {"a": "b"}):
        assert kept(plain) == plain
        assert told(plain) == plain
    with translation.override("de"):
        assert in_english("Rechnung 7") == "Rechnung 7"
        assert in_english(_label()) == "Put T-0001 into the bin"
        assert _label() != "Put T-0001 into the bin"


def test_j11_a_message_may_name_its_parts_as_it_likes() -> None:
    parts = {name: name for name in ("text", "self", "message", "given", "said", "at", "number")}
    filled = Said(" ".join(f"{{{name}}}" for name in parts)).format(**parts)
    assert told(json.loads(json.dumps(kept(filled)))) == filled == " ".join(parts)


def test_j11_a_message_that_an_erasure_went_through_is_still_read() -> None:
    broken = {"said": "Put {[erased]} into the bin", "with": {"code": "T-0001"}}
    assert told(broken) == "Put {[erased]} into the bin"
    assert told({"said": "Put {code} into the bin", "with": {}}) == "Put {code} into the bin"


def test_the_language_is_kept_for_each_thread_by_itself() -> None:
    read: list[str | None] = []
    with translation.override("de"):
        other = Thread(target=lambda: read.append(translation.get_language()))
        other.start()
        other.join()
        with translation.override(None):
            read.append(translation.get_language())
        with translation.override("pl", deactivate=True):
            read.append(translation.get_language())
        read.append(translation.get_language())
        translation.activate("fr")
        assert copy_context().run(translation.get_language) == "fr"
    assert read == ["en-gb", None, "pl", "en-gb"]
