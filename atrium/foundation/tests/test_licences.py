"""Everything that Atrium is made of may be part of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from atrium.cli import main
from atrium.foundation import licences


@pytest.mark.once
def test_j24_every_part_has_a_licence_that_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licences", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [part for part in told["parts"] if not part["fits"]] == []
    names = {part["name"].lower() for part in told["parts"]}
    assert names >= {"django", "psycopg-binary", "fido2", "cffi", "htmx.org"}
    assert "pytest" not in names, "what only the tests use is no part of it"


@pytest.mark.once
def test_j24_an_unknown_or_unfit_licence_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert licences.fits("MIT OR LicenseRef-Proprietary")
    assert not licences.fits("MIT AND LicenseRef-Proprietary")
    assert not licences.fits("")
    lock = tmp_path / "package-lock.json"
    packages: dict[str, dict[str, object]] = {
        "": {},
        "node_modules/shady": {"version": "1", "license": "SSPL-1.0"},
    }
    packages["node_modules/a/node_modules/b"] = {"version": "2"}
    packages["node_modules/t"] = {"dev": True}
    lock.write_text(json.dumps({"packages": packages}))
    monkeypatch.setattr(licences, "LOCK", lock)
    assert main(["licences"]) == 1
    told = capsys.readouterr().out
    assert "shady 1: SSPL-1.0 (does not fit)" in told
    assert "b 2: unknown (does not fit)" in told
