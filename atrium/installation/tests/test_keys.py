"""Secrets are sealed anew with a new key, in portions, and the old one opens nothing any more (J24)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from atrium.cli import main
from atrium.conversations.models import Mailbox
from atrium.foundation import keyring, secrets
from atrium.foundation.errors import Refusal
from atrium.foundation.health import Verdict
from atrium.foundation.secrets import seal, unseal
from atrium.installation import resealing
from atrium.installation.doctor import secrets as examined
from atrium.installation.models import BackupPlan
from atrium.organisations import current
from atrium.organisations.models import Member

PASSWORD = "correct horse"


@pytest.fixture
def data(tmp_path: Path, settings: LazySettings) -> Path:
    """A folder of data without keys of its own."""
    settings.DATA = tmp_path
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    with current.left():
        assert main(["rotate-keys", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def boxes(by: Member, many: int) -> list[Mailbox]:
    made = [Mailbox.open(by=by, address=f"box{n}@acme.example", member=None) for n in range(many)]
    Mailbox.objects.update(imap_secret=seal(PASSWORD), smtp_secret=seal(PASSWORD))
    return made


def test_j24_keys_are_rotated_again_after_a_kill_and_the_old_one_is_refused(
    data: Path,
    alice: Member,
    charlie: Member,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
) -> None:
    boxes(alice, 3)
    with current.entered(charlie.organisation):
        boxes(charlie, 1)
    BackupPlan.objects.create(pk=1, secret_key=seal(PASSWORD))
    assert list(examined()) == [(Verdict.GOOD, "The newest key seals all 9 secrets.")]

    monkeypatch.setattr(resealing, "AT_ONCE", 2)
    calls = 0
    real = secrets.sealed_anew

    def killed(sealed: str) -> str:
        nonlocal calls
        calls += 1
        if calls > 6:
            raise KeyboardInterrupt
        return real(sealed)

    monkeypatch.setattr(resealing, "sealed_anew", killed)
    with current.left():
        assert main(["rotate-keys"]) == 130
    monkeypatch.setattr(resealing, "sealed_anew", real)
    [(verdict, words)] = examined()
    assert verdict == Verdict.WARN
    assert "Run: atrium rotate-keys" in words
    assert {unseal(box.imap_secret) for box in Mailbox.objects.all()} == {PASSWORD}
    with current.left():
        assert main(["rotate-keys", "--forget"]) == 1
    assert len(keyring.keys()) == 2, "nothing was forgotten while it is needed"

    before = Mailbox.objects.earliest("pk").imap_secret
    done = run(capsys)
    assert (done["older"], done["lost"], done["keys"]) == ({}, {}, 2)
    assert (data / keyring.FILE).stat().st_mode & 0o077 == 0
    assert run(capsys, "--forget")["keys"] == 1
    assert {unseal(box.smtp_secret) for box in Mailbox.objects.all()} == {PASSWORD}
    assert unseal(BackupPlan.current().secret_key) == PASSWORD
    settings.SECRET_KEY = "a secret key that seals nothing any more"
    assert list(examined()) == [(Verdict.GOOD, "The newest key seals all 9 secrets.")]
    (data / keyring.FILE).unlink()
    with pytest.raises(Refusal, match="Type it again"):
        unseal(before)
    assert [verdict for verdict, _ in examined()] == [Verdict.BAD]


@pytest.mark.once
def test_j24_an_operator_names_the_keys_of_several_machines(
    data: Path, settings: LazySettings
) -> None:
    old = seal(PASSWORD)
    settings.SEAL_KEYS = ("k" * 40, "secret-key")
    assert unseal(old) == PASSWORD
    new = seal(PASSWORD)
    settings.SEAL_KEYS = ("k" * 40,)
    assert unseal(new) == PASSWORD
    with pytest.raises(Refusal):
        unseal(old)


@pytest.mark.once
def test_j24_while_somebody_changes_keys_nobody_else_does(
    data: Path, alice: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    boxes(alice, 1)
    with keyring.alone(), current.left():
        assert [main(["rotate-keys"]), main(["rotate-keys", "--forget"])] == [1, 1]
    assert "being changed already" in capsys.readouterr().err
    assert not (data / keyring.FILE).exists()
    assert run(capsys)["keys"] == 2
    assert {unseal(box.imap_secret) for box in Mailbox.objects.all()} == {PASSWORD}
