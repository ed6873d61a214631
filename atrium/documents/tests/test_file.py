"""Files, folders, versions, the bin (R15, C14)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from atrium.clients.models import Client
from atrium.documents.models import Content, File, Folder
from atrium.documents.models.several import bin_files, move_files, restore_files
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo


def sheet(name: str = "terms.txt", text: bytes = b"Thirty days net") -> ContentFile[Any]:
    return ContentFile(text, name)


def test_c14_a_file_is_kept_named_moved_binned_and_brought_back(
    bakery: Client, alice: Member
) -> None:
    contracts = Folder.make(bakery, name="Contracts", by=alice)
    first = File.add(bakery, sheet(), by=alice, folder=contracts)
    again = File.add(bakery, sheet(), by=alice, folder=contracts)

    assert [first.name, again.name] == ["terms.txt", "terms (2).txt"]
    assert Content.objects.count() == 1, "the same bytes lie there once"
    assert "terms" not in first.content.stored_as

    move_files(bakery, [first, again], None, by=alice)
    assert set(File.objects.live().values_list("folder", flat=True)) == {None}
    bin_files(bakery, [first], by=alice)
    assert list(File.objects.live()) == [again]
    undo(Act.objects.latest("id"), by=alice)
    assert File.objects.live().count() == 2
    bin_files(bakery, [first], by=alice)
    restore_files(bakery, [first], by=alice)
    assert File.objects.live().count() == 2
    told = list(Event.objects.filter(client=bakery, kind__startswith="file.").order_by("id"))
    assert [event.kind for event in told][:4] == [
        "file.added",
        "file.added",
        "file.moved",
        "file.binned",
    ]


def test_r15_versions_stay_and_an_undone_one_goes(bakery: Client, alice: Member) -> None:
    file = File.add(bakery, sheet(), by=alice)
    file.add_version(sheet(text=b"Sixty days net"), by=alice)
    file.add_version(sheet(text=b"Sixty days net"), by=alice)

    assert list(file.versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert file.number == 2

    undo(Act.objects.latest("id"), by=alice)
    file.refresh_from_db()
    assert (file.number, file.versions.count()) == (1, 1)


def test_c14_folders_have_names_of_their_own_and_stand_in_no_circle(
    bakery: Client, alice: Member
) -> None:
    outer = Folder.make(bakery, name="2026", by=alice)
    inner = Folder.make(bakery, name="2026", by=alice, parent=outer)
    file = File.add(bakery, sheet(), by=alice, folder=inner)

    for wrong in (
        lambda: Folder.make(bakery, name=" 2026 ", by=alice),
        lambda: Folder.make(bakery, name=" .. ", by=alice),
        lambda: outer.move(inner, by=alice),
        lambda: outer.move(outer, by=alice),
    ):
        with pytest.raises(Refusal):
            wrong()

    outer.bin(by=alice)
    file.refresh_from_db()
    assert file.binned_at is not None
    outer.restore(by=alice)
    assert [row.folder for row in File.objects.live()] == [inner]
    with pytest.raises(Refusal):
        inner.move(None, by=alice)
    inner.rename("Signed", by=alice)
    inner.move(None, by=alice)
    assert inner.parent is None


def test_c09_a_kept_folder_is_changed_through_its_keeper_alone(
    bakery: Client, alice: Member
) -> None:
    keeper = "projects.project:7"
    folder = Folder.keep(bakery, name="P-0007", keeper=keeper, by=alice)
    assert Folder.keep(bakery, name="P-0007", keeper=keeper, by=alice) == folder
    proof = File.add(bakery, sheet(), by=alice, folder=folder, keeper=keeper)

    for wrong in (
        lambda: File.add(bakery, sheet(), by=alice, folder=folder),
        lambda: proof.edit(by=alice, name="other.txt"),
        lambda: bin_files(bakery, [proof], by=alice),
        lambda: move_files(bakery, [proof], None, by=alice),
        lambda: folder.rename("Mine", by=alice),
        lambda: folder.bin(by=alice),
        lambda: Folder.make(bakery, name="Inside", by=alice, parent=folder),
    ):
        with pytest.raises(Refusal, match="belongs to a project"):
            wrong()

    folder.rename_kept("P-0008", by=alice)
    Folder.let_go(keeper, by=alice)
    assert Folder.objects.live().get().name == "P-0008", "it is not empty"
    File.objects.update(binned_at=proof.added_at)
    Folder.let_go(keeper, by=alice)
    assert not Folder.objects.live().exists()
    Folder.take_back(keeper, by=alice)
    assert Folder.objects.live().get() == folder
