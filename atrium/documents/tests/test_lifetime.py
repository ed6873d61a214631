"""What happens to files in time, when clients are merged, and when there are very many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Merge
from atrium.documents import tasks
from atrium.documents.models import Content, File, Folder, Share, Upload
from atrium.organisations.models import Member
from atrium.timeline.models import Event
from atrium.timeline.undoing import undo


def paper(text: str = "Net 30", name: str = "terms.txt") -> ContentFile[Any]:
    return ContentFile(text.encode(), name)


def test_r15_a_reminder_comes_once_before_a_document_expires(bakery: Client, alice: Member) -> None:
    today = bakery.organisation.today()
    file = File.add(bakery, paper(), by=alice, expires_on=today + timedelta(days=40))
    File.add(bakery, paper("x"), by=alice, expires_on=today + timedelta(days=90))

    tasks.remind.call()
    assert not Event.objects.filter(kind="file.expiring").exists()
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        tasks.remind.call()
        tasks.remind.call()
        [told] = Event.objects.filter(kind="file.expiring")
        assert told.subject_id == file.pk
        file.edit(by=alice, expires_on=today + timedelta(days=30))
        tasks.remind.call()
        assert Event.objects.filter(kind="file.expiring").count() == 2, "a new day, a new reminder"


def test_c14_the_bin_is_emptied_after_30_days_and_bytes_go_with_the_last_file(
    bakery: Client, alice: Member, django_capture_on_commit_callbacks: Any
) -> None:
    folder = Folder.make(bakery, name="Old", by=alice)
    gone = File.add(bakery, paper("same"), by=alice, folder=folder)
    gone.add_version(paper("newer"), by=alice)
    twin = File.add(bakery, paper("same"), by=alice)
    stored = {c.text or c.sha256: c.stored_as for c in Content.objects.all()}
    assert len(stored) == 2
    folder.bin(by=alice)
    Upload.begin(bakery, by=alice, key="k", name="never.txt", size=4)

    with time_machine.travel(timezone.now() + timedelta(days=29)):
        tasks.empty_bin.call()
        assert File.objects.count() == 2
    late = timezone.now() + timedelta(days=32)
    with time_machine.travel(late), django_capture_on_commit_callbacks(execute=True):
        tasks.empty_bin.call()
    assert list(File.objects.all()) == [twin]
    assert not Folder.objects.exists()
    assert not Upload.objects.exists()
    left = Content.objects.get()
    assert left == twin.content
    on_disk = {name for name in stored.values() if default_storage.exists(name)}
    assert on_disk == {left.stored_as}


def test_j21_a_merge_carries_files_and_gives_them_back(
    new_client: Any, alice: Member, visitor: Browser
) -> None:
    keep, old = new_client("Rye"), new_client("Oat")
    Folder.make(keep, name="Contracts", by=alice)
    theirs = Folder.make(old, name="Contracts", by=alice)
    inner = Folder.make(old, name="2026", by=alice, parent=theirs)
    file = File.add(old, paper(), by=alice, folder=inner)
    until = timezone.now() + timedelta(days=7)
    share = Share.give(file, by=alice, until=until)

    [merge] = Merge.perform(keep=keep, absorb=[old], by=alice)
    file.refresh_from_db()
    assert file.client == keep
    names = {folder.name: folder.parent for folder in Folder.objects.filter(client=keep)}
    moved = Folder.objects.get(name="Contracts (2)")
    assert names == {"Contracts": None, "Contracts (2)": None, "2026": moved}
    assert "terms.txt" in visitor.get(f"/shared/{share.secret}/").text

    undo(merge.act, by=alice)
    file.refresh_from_db()
    theirs.refresh_from_db()
    assert (file.client, theirs.client, theirs.name) == (old, old, "Contracts")
    assert "terms.txt" in visitor.get(f"/shared/{share.secret}/").text


@pytest.mark.parametrize("count", [3, 200])
def test_c14_a_tab_costs_the_same_however_many_files_there_are(
    bakery: Client, alice: Member, as_alice: Browser, django_assert_num_queries: Any, count: int
) -> None:
    folder = Folder.make(bakery, name="Contracts", by=alice)
    content = File.add(bakery, paper(), by=alice).content
    File.objects.bulk_create(
        File(
            client=bakery,
            folder=folder if turn % 2 else None,
            name=f"f{turn:04}.txt",
            name_key=f"f{turn:04}.txt",
            content=content,
        )
        for turn in range(count)
    )
    home = f"/acme/clients/{bakery.number}/documents/"
    middle = {"HX-Request": "true", "HX-Target": "client-main"}
    as_alice.get(home)
    as_alice.get(home, headers=middle)
    with django_assert_num_queries(PAGE):
        as_alice.get(home)
    with django_assert_num_queries(PART):
        first = as_alice.get(home, headers=middle)
    assert ("Show more" in first.text) is (count > 50)
    shown: set[str] = set()
    link = f"{home}?sort=name"
    while link:
        page = as_alice.get(link, headers=middle).text
        found = [f"f{turn:04}.txt" for turn in range(0, count, 2) if f">f{turn:04}.txt<" in page]
        assert not shown & set(found)
        shown |= set(found)
        more = page.partition('class="more"')[2]
        link = f"{home}?{more.partition('?')[2].partition(chr(34))[0]}" if more else ""
        link = link.replace("&amp;", "&")
    assert len(shown) == -(-count // 2)


PAGE, PART = 11, 5
