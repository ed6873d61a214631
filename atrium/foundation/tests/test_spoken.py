"""Days, numbers and money as each language writes them (J11)."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation

from atrium.foundation.formats import money
from atrium.foundation.formats.spoken import spoken

AT = datetime(2026, 11, 3, 9, 5, 7, tzinfo=UTC)


def _drawn(template: str, **known: object) -> str:
    return engines["django"].from_string(template).render(known)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-gb", "3 Nov 2026"),
        ("de", "3. Nov. 2026"),
        ("fr", "3 nov. 2026"),
        ("es", "3 nov 2026"),
        ("pl", "3 lis 2026"),
        ("ar", "3 نوفمبر 2026"),
    ],
)
def test_j11_a_day_is_written_as_the_reader_writes_it(language: str, expected: str) -> None:
    with translation.override(language):
        assert f"{spoken(AT):%-d %b %Y}" == expected
        assert f"{spoken(AT.date()):%-d %b %Y}" == expected
        assert _drawn('{{ at|date:"j M Y" }}', at=AT) == expected
        assert f"due {spoken(AT):%-d %b %Y}" == f"due {expected}"


@pytest.mark.parametrize(
    ("language", "spec", "expected"),
    [
        ("de", "%A %-d %B %Y, %H:%M:%S", "Dienstag, 3. November 2026, 09:05:07"),
        ("de", "%a %-d %b, %H:%M", "Di., 3. Nov., 09:05"),
        ("fr", "%A %-d %B", "mardi 3 novembre"),
        ("es", "%-d %B %Y", "3 de noviembre de 2026"),
        ("es", "%B %Y", "noviembre de 2026"),
        ("pl", "%-d %B", "3 listopada"),
        ("pl", "%B %Y", "listopad 2026"),
        ("pl", "%A", "wtorek"),
        ("ar", "%a %-d %b %Y, %H:%M", "الثلاثاء، 3 نوفمبر 2026، 09:05"),
        ("de", "am %-d. %B %Y um %H:%M", "am 3. November 2026 um 09:05"),
    ],
)
def test_j11_names_stand_in_the_order_and_form_of_the_language(
    language: str, spec: str, expected: str
) -> None:
    with translation.override(language):
        assert format(spoken(AT), spec) == expected


def test_j11_english_is_pythons_own() -> None:
    with translation.override("en-gb"):
        assert spoken(AT) is AT
        assert _drawn('{{ at|date:"D j M Y, H:i" }}', at=AT) == "Tue 3 Nov 2026, 09:05"


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_what_a_machine_reads_is_the_same_in_every_language(language: str) -> None:
    with translation.override(language):
        assert _drawn('{{ at|date:"Y-m-d" }}', at=AT) == "2026-11-03"
        assert _drawn(r'{{ at|date:"Y-m-d\TH:i:sO" }}', at=AT) == "2026-11-03T09:05:07+0000"
        assert _drawn('{{ at|date:"c" }}', at=AT) == "2026-11-03T09:05:07+00:00"
        assert _drawn('{{ at|date:"H:i" }}', at=time(9, 5)) == "09:05"
        assert _drawn('{{ at|date:"j M Y" }}', at=None) == ""
        assert f"{spoken(AT):%Y-%m-%d %H:%M}" == "2026-11-03 09:05"


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_month_and_day_of_the_week_has_its_name(language: str) -> None:
    with translation.override(language):
        months = {f"{spoken(date(2026, month, 1)):%-d %B}" for month in range(1, 13)}
        days = {f"{spoken(date(2026, 11, day)):%A}" for day in range(1, 8)}
    assert (len(months), len(days)) == (12, 7)
    assert not [name for name in months | days if "%" in name or not name]


@pytest.mark.parametrize(
    ("language", "count", "pounds", "francs"),
    [
        ("en-gb", "12,345.5", "\u2212£5,000.50", "1,250 CHF"),
        ("de", "12.345,5", "\u22125.000,50\u00a0£", "1.250 CHF"),
        ("fr", "12\u00a0345,5", "\u22125\u00a0000,50\u00a0£", "1\u00a0250 CHF"),
        ("pl", "12\u00a0345,5", "\u22125\u00a0000,50\u00a0£", "1\u00a0250 CHF"),
    ],
)
def test_j11_numbers_and_money_have_the_marks_of_the_language(
    language: str, count: str, pounds: str, francs: str
) -> None:
    with translation.override(language):
        assert f"{spoken(Decimal('12345.5')):,}" == count
        assert money.shown(-500050, "GBP") == pounds
        assert money.shown(125000, "CHF") == francs
