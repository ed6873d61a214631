"""The secrets of the second step lie sealed: from the first, after an upgrade, and with each new key (J24)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from django.apps import apps
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.cache import cache
from django.test import Client as Browser

from atrium.accounts.tests.test_account_pages import browser, code_of, set_up_an_app
from atrium.accounts.tests.test_signing_in import alice_signs_in, sign_in
from atrium.cli import main
from atrium.foundation import keyring
from atrium.foundation.health import Verdict
from atrium.foundation.secrets import unseal
from atrium.installation.doctor import secrets as examined
from atrium.organisations import current
from atrium.organisations.models import Member

__all__ = ["alice_signs_in", "browser"]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEED = "0123456789abcdef" * 5
upgrade = import_module("atrium.accounts.migrations.0006_second_step_sealed")


def kept(name: str) -> str:
    row = Authenticator.objects.get(data__has_key=name)
    return str(row.data[name])


def answer(code: str) -> int:
    """What the second step of somebody with the right password answers."""
    cache.clear()  # a code works once, and a test asks more than once within its half minute
    other = Browser()
    sign_in(other)
    return other.post("/accounts/2fa/authenticate/", {"code": code}).status_code


def test_j24_secrets_of_the_second_step_are_sealed(browser: Browser) -> None:
    secret = set_up_an_app(browser)
    codes = browser.get("/accounts/2fa/recovery-codes/download/").text.split()
    assert unseal(kept("secret")) == secret
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert len(unseal(kept("seed"))) == len(SEED)
    assert answer(code_of(secret)) == 302
    assert answer(codes[-1]) == 302
    assert answer("000000") == 200, "the page is shown again"


def test_j24_the_key_of_an_app_lies_sealed_while_it_is_set_up(
    browser: Browser, tmp_path: Path, settings: LazySettings
) -> None:
    settings.DATA = tmp_path
    secret: str = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    row = Session.objects.get(pk=browser.session.session_key)
    lying = signing.loads(row.session_data, salt="django.contrib.sessions.SessionStore")
    assert unseal(lying[SECRET_SESSION_KEY]) == secret
    assert browser.session[SECRET_SESSION_KEY] == secret
    (tmp_path / keyring.FILE).write_text("another key that is long enough to be one at all\n")
    assert SECRET_SESSION_KEY not in browser.session
    answered = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answered.status_code == 200, "another key is shown to be typed in"
    assert not Authenticator.objects.exists()


def test_j24_an_upgrade_seals_what_lay_open_and_can_be_taken_back(alice: Member) -> None:
    app = Authenticator.objects.create(user=alice.user, type="totp", data={"secret": SECRET})
    data = {"seed": SEED, "used_mask": 5}
    codes = Authenticator.objects.create(user=alice.user, type="recovery_codes", data=data)
    upgrade.put_under_seal(apps, None)
    first = kept("secret")
    upgrade.put_under_seal(apps, None)
    assert kept("secret") == first, "what is sealed stays"
    app.refresh_from_db()
    codes.refresh_from_db()
    assert (unseal(first), unseal(kept("seed")), codes.data["used_mask"]) == (SECRET, SEED, 5)
    assert TOTP(app).validate_code(code_of(SECRET))
    assert (
        len(RecoveryCodes(codes).get_unused_codes())
        == len(RecoveryCodes(codes).generate_codes()) - 2
    )
    upgrade.take_from_seal(apps, None)
    assert (kept("secret"), kept("seed")) == (SECRET, SEED)


def test_j24_new_keys_seal_the_second_step_as_well(
    browser: Browser, tmp_path: Path, settings: LazySettings
) -> None:
    settings.DATA = tmp_path
    secret = set_up_an_app(browser)
    before = kept("secret"), kept("seed")
    assert list(examined()) == [(Verdict.GOOD, "The newest key seals all 2 secrets.")]
    with current.left():
        assert main(["rotate-keys"]) == 0
        assert main(["rotate-keys", "--forget"]) == 0
    assert not {kept("secret"), kept("seed")} & set(before)
    assert answer(code_of(secret)) == 302
    (tmp_path / keyring.FILE).unlink()
    assert [verdict for verdict, _ in examined()] == [Verdict.BAD]
    assert answer(code_of(secret)) == 409, "who it is cannot be checked, and that is said"
