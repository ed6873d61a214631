"""The tags that a page uses by the hundred."""

import lucide
import pytest
from django.utils.safestring import mark_safe

from atrium.foundation.templatetags import atrium as tags

HOSTILE = '"><script>alert(1)</script>'


def test_an_icon_is_drawn_at_its_size() -> None:
    drawn = tags.icon("mail", 20, "dim")
    assert 'width="20"' in drawn
    assert 'class="icon dim"' in drawn
    assert 'aria-hidden="true"' in drawn


def test_j11_an_icon_that_points_along_the_line_is_turned_where_one_reads_from_the_right() -> None:
    assert 'class="icon dim icon-flip"' in tags.icon("chevron-right", 14, "dim")
    assert 'class="icon icon-flip"' in tags.icon("chevron-left", 14, "icon-flip")
    assert 'class="icon"' in tags.icon("chevron-down", 14)


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(lucide.IconDoesNotExist):
        tags.icon("no-such-icon")


@pytest.mark.parametrize("text", [HOSTILE, mark_safe(HOSTILE)], ids=["plain", "marked safe"])  # noqa: S308
def test_what_a_stranger_typed_stays_text(text: str) -> None:
    drawn = [tags.avatar(text, text, text, text), tags.chip(text, text), tags.tag(text, text)]
    assert [html for html in drawn if "<script" in html or '">"' in html] == []


def test_a_chip_has_tone_icon_and_words() -> None:
    drawn = tags.chip("On hold", "warn", "circle-pause")
    assert drawn.startswith('<span class="chip" data-tone="warn"><svg ')
    assert drawn.endswith("</svg>On hold</span>")


def test_a_tag_without_a_hue_is_plain() -> None:
    assert tags.tag("Bristol") == '<span class="tag">Bristol</span>'
