"""The page of the configuration, its file, and the same for programs and at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.cli import main
from atrium.clients.models import Tag
from atrium.configuration.document import written
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act

HERE = "/acme/settings/configuration/"


def a_file(**parts: Any) -> SimpleUploadedFile:
    document = {"format": "atrium-configuration", "version": 1, "parts": parts}
    return SimpleUploadedFile("c.json", json.dumps(document).encode())


def test_j24_the_file_is_handed_out_and_noted_in_the_log(set_up: Member, as_alice: Browser) -> None:
    answer = as_alice.get(f"{HERE}file/")
    assert answer["Content-Disposition"] == 'attachment; filename="configuration-acme.json"'
    told = json.loads(answer.content)
    assert (told["format"], told["version"]) == ("atrium-configuration", 1)
    assert told["parts"] == written(set_up)["parts"]
    assert "API tokens" in told["left_out"]
    log = as_alice.get("/acme/settings/log/").content.decode()
    assert "Exported the configuration" in log


def test_j24_a_file_is_seen_before_it_is_taken_in_and_undone_after(
    alice: Member, as_alice: Browser
) -> None:
    seen = as_alice.post(HERE, {"file": a_file(tags=[{"label": "<Fresh>"}, {"label": ""}])})
    text = seen.content.decode()
    assert "1 added, 0 changed, 0 as they are, 1 left out." in text
    assert "&lt;Fresh&gt;" in text
    assert "Here and not in the file" in text
    assert Tag.objects.count() == 2
    sent = {"document": seen.context["document"], "mark": seen.context["plan"].mark}
    done = as_alice.post(HERE, sent)
    assert "What happened" in done.content.decode()
    assert Tag.objects.filter(label="<Fresh>").exists()
    back = as_alice.post(f"{HERE}undo/", {"pass": done.context["undo"]}, follow=True)
    assert "The import is undone." in back.content.decode()
    assert Tag.objects.count() == 2


def test_j24_what_would_be_something_else_by_now_is_shown_again(
    alice: Member, as_alice: Browser
) -> None:
    seen = as_alice.post(HERE, {"file": a_file(tags=[{"label": "Fresh", "hue": 2}])})
    sent = {"document": seen.context["document"], "mark": seen.context["plan"].mark}
    Tag.add(by=alice, label="Fresh", hue=3)
    again = as_alice.post(HERE, sent)
    assert "The settings were changed meanwhile." in again.content.decode()
    assert Tag.objects.get(label="Fresh").hue == 3


@pytest.mark.parametrize("content", [b"{}", b"\x00" * 2_000_000, b""])
def test_j24_a_file_that_is_none_is_refused_on_the_page(
    acme: Organisation, as_alice: Browser, content: bytes
) -> None:
    answer = as_alice.post(HERE, {"file": SimpleUploadedFile("c.json", content)})
    assert answer.status_code == 422
    assert "data-problem" in answer.content.decode()
    assert as_alice.post(HERE, {}).status_code == 422


def test_j24_a_made_up_pass_undoes_nothing(acme: Organisation, as_alice: Browser) -> None:
    answer = as_alice.post(f"{HERE}undo/", {"pass": "1"})
    assert answer.status_code == 409
    assert "undone no more" in answer.content.decode()


def test_j24_staff_and_strangers_neither_read_nor_write(
    acme: Organisation, as_bob: Browser, as_charlie: Browser
) -> None:
    for browser, status in ((as_bob, 403), (as_charlie, 404)):
        assert browser.get(HERE).status_code == status
        assert browser.get(f"{HERE}file/").status_code == status
        assert browser.post(HERE, {"file": a_file(tags=[])}).status_code == status
        assert browser.post(f"{HERE}undo/", {"pass": "x"}).status_code == status


def test_j24_the_command_writes_a_file_and_takes_it_in(
    set_up: Member, charlie: Member, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "acme.json"
    here = ["--organisation", "acme"]
    with current.left():
        assert main(["configuration", "export", *here, "--out", str(path)]) == 0
        other = ["configuration", "import", str(path), "--organisation", "other"]
        capsys.readouterr()
        assert main([*other, "--dry-run", "--json"]) == 0
        planned = json.loads(capsys.readouterr().out)
        assert (planned["dry_run"], planned["act"]) == (True, None)
        assert main([*other, "--json"]) == 0
        done = json.loads(capsys.readouterr().out)
        assert done["added"] == planned["added"] > 20
        assert main(other) == 0
        assert capsys.readouterr().out.startswith("0 added, 0 changed")
        path.write_text("{}")
        assert main(other) == 1
        assert "no configuration of Atrium" in capsys.readouterr().err
        assert main(["configuration", "export", "--organisation", "none", "--out", "x"]) == 1
    with current.entered(charlie.organisation):
        assert Tag.objects.filter(label="Newsletter").exists()


def test_j24_the_command_acts_as_a_member_who_may(
    acme: Organisation, new_member: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_member("Bob Birch", Role.STAFF)
    acts = Act.objects.count()
    wish = ["--organisation", "acme", "--out", str(tmp_path / "x.json")]
    with current.left():
        assert main(["configuration", "export", *wish, "--as", "bob@acme.example"]) == 1
        assert "choose an admin or an owner" in capsys.readouterr().err
        assert main(["configuration", "export", *wish, "--as", "nobody@acme.example"]) == 1
    assert Act.objects.count() == acts
    assert not (tmp_path / "x.json").exists()
