"""X03, V01, J25: the commands import, undo-import and export, as the shell calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atrium.cli import main
from atrium.clients.models import Client
from atrium.foundation.tests.reference import reference
from atrium.organisations.models import Member

type Run = Callable[..., tuple[int, Any, str]]
ENDINGS = {".csv", ".tsv", ".xlsx", ".xls"}


@pytest.fixture
def run(alice: Member, capsys: pytest.CaptureFixture[str]) -> Run:
    def make(*words: str) -> tuple[int, Any, str]:
        status = main([*words, "--organisation", "acme", "--json"])
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else None, said.err

    return make


def test_x03_import_prints_what_became_of_the_rows(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("Name,E-mail,Town\nBo Carr,bo@carr.example,Bath\n,,Bath\n")
    status, told, _ = run("import", str(file))
    assert status == 0
    assert (told["rows"], told["created"], told["updated"], told["skipped"]) == (2, 1, 0, 0)
    assert [(f["row"], f["field"]) for f in told["failed"]] == [(3, "name")]
    status, undone, _ = run("undo-import", str(told["id"]))
    assert (status, undone["left_alone"]) == (0, [])
    status, _, said = run("undo-import", str(told["id"]))
    assert (status, said) == (1, "atrium: This import was undone already.\n")


def test_x03_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("Name,E-mail\nBo Carr,bo@carr.example\n")
    assert run("import", str(file), "--dry-run")[1]["created"] == 1
    assert not Client.objects.exists()


@pytest.mark.parametrize("content", ["", "\x00\x00\x00"])
def test_j25_a_file_that_is_none_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "c.csv"
    file.write_text(content)
    status, _, said = run("import", str(file))
    assert status == 1
    assert said.startswith("atrium: ")
    assert said.count("\n") == 1


def test_v01_every_file_of_the_reference_imports_or_is_refused(run: Run) -> None:
    folder = reference("data/import/MANIFEST.md").parent
    files = sorted(f for f in folder.rglob("*") if f.suffix in ENDINGS)
    assert len(files) > 40
    for file in files:
        status, told, said = run("import", str(file))
        assert (status, said) == (0, "") or (status == 1 and said.startswith("atrium: ")), file
        if told:
            added = told["created"] + told["updated"] + told["skipped"] + len(told["failed"])
            assert added == told["rows"], file


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_j25_an_export_comes_back_without_a_difference(
    run: Run, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "c.csv"
    file.write_text(
        "ID,Name,E-mail,Phone,Tags,Town,Postcode,Remark\n"
        "A1,Bo Carr,bo@carr.example,020 7946 0018,VIP,Bath,BA1 1AA,=1+1\n"
        "A2,'=cmd Ltd,,,,,,@x\n"
    )
    run("import", str(file))
    out = tmp_path / f"out.{ending}"
    assert run("export", "--out", str(out))[1]["clients"] == 2
    _, told, _ = run("import", str(out), "--mode", "both")
    assert (told["created"], told["updated"], told["skipped"]) == (0, 0, 2)
    Client.objects.get(external_id="A1").edit(by=None, industry="Tea")
    _, told, _ = run("import", str(out), "--mode", "both")
    assert (told["created"], told["updated"], told["skipped"]) == (0, 0, 2)
