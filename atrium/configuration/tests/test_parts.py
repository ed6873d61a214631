"""Nothing that is set is forgotten: each page of the settings, and each column of each part."""

from __future__ import annotations

import pytest

from atrium.configuration.document import written
from atrium.configuration.part import LEFT_OUT, PARTS, Part, in_order
from atrium.organisations.models import Member
from atrium.organisations.settings_pages import PAGES, SettingsPage

# Keys, names folded for look-ups, places in a list, and counts of changes tell nothing of their own.
OF_ITSELF = {"id", "organisation", "public_id", "label_key", "position", "version"}


def kept_by(page: SettingsPage) -> set[str]:
    """What the page changes, each named once: a model, a field of one, or the page itself."""
    found = set()
    for text in page.kept or (page.url_name,):
        model, _, names = text.partition(":")
        found |= {f"{model}:{name}" for name in names.split(",")} if names else {model}
    return found


@pytest.mark.once
def test_j24_each_page_of_the_settings_is_in_a_part_or_left_out_with_a_reason() -> None:
    covered = {name for part in PARTS for name in part.covers}
    left = {name for name, _ in LEFT_OUT.items()}
    unsaid = {
        name
        for page in PAGES
        for name in kept_by(page)
        if name not in covered | left
        # Some fields of a row: the part of the whole row has them.
        and name.partition(":")[0] not in covered | left
    }
    assert not unsaid, "name it in the app's configured.py: a part, or left_out() with the reason"
    assert not covered & left
    assert all(each.why and each.label for each in LEFT_OUT)


@pytest.mark.once
def test_j24_each_column_of_a_part_is_said_or_named_as_unsaid() -> None:
    def forgotten(part: Part) -> set[str]:
        if any(":" in name for name in part.covers):
            return set()  # some fields of a row that is more than settings
        columns = {each.name for each in part.table._meta.concrete_fields}
        return columns - OF_ITSELF - set(part.says) - part.unsaid

    assert {part.slug: forgotten(part) for part in in_order() if forgotten(part)} == {}


def test_j24_every_part_of_an_organisation_that_is_set_up_says_something(set_up: Member) -> None:
    parts = written(set_up)["parts"]
    assert set(parts) == {part.slug for part in in_order()}
    assert not [slug for slug, entries in parts.items() if not entries]
