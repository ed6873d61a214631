"""A provider over real HTTP for the tests, one process for the session, and what one says to it."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from atrium.testing.ports import free_port

SECRET = "sk_test_of_the_tests"
HOOK_SECRET = "whsec_of_the_tests"
GOOD, DECLINED = "4242424242424242", "4000000000000341"


class Peer:
    """The provider as a test sees it."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Speak with it directly."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
        sent = json.dumps(body) if body is not None else None
        line.request(method, path, sent, headers)
        told: dict[str, Any] = json.loads(line.getresponse().read() or b"{}")
        line.close()
        return told

    def will(self, *faults: str) -> None:
        """What befalls the next requests that change something."""
        self.ask("POST", "/_config/faults", {"next": list(faults)})

    def paid(self) -> list[int]:
        """The amounts that were taken."""
        rows = self.ask("GET", "/v1/charges?limit=100")["data"]
        return sorted(row["amount"] for row in rows if row["status"] == "succeeded")

    def pay(self, session: str, number: str = GOOD) -> None:
        """Type a card at the provider's page."""
        self.ask("POST", f"/v1/checkout/sessions/{session}/_pay", {"number": number})

    def card(self, number: str = GOOD) -> tuple[str, str]:
        """A card of a new customer: both as the provider names them."""
        customer = self.ask("POST", "/v1/customers", {"name": "Vincent"})["id"]
        card = {"number": number, "exp_month": 12, "exp_year": 2031, "cvc": "123"}
        made = self.ask("POST", "/v1/payment_methods", {"type": "card", "card": card})["id"]
        self.ask("POST", f"/v1/payment_methods/{made}/attach", {"customer": customer})
        return customer, made

    def events(self) -> list[dict[str, Any]]:
        """What it would tell, the oldest first."""
        rows: list[dict[str, Any]] = self.ask("GET", "/v1/events?limit=100")["data"]
        return sorted(rows, key=lambda row: row["created"])


def signed(event: dict[str, Any], *, secret: str = HOOK_SECRET, age: int = 0) -> tuple[bytes, str]:
    """The news as the provider would send it: its body and its signature."""
    body, at = json.dumps(event).encode(), int(time.time()) - age
    mac = hmac.new(secret.encode(), b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
    return body, f"t={at},v1={mac}"


@pytest.fixture(scope="session")
def stripe_process() -> Iterator[Peer]:
    """The provider's process, on a port of its own."""
    port = free_port()
    command = [sys.executable, "-m", "atrium.testing.stripe_peer", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    peer = Peer(port)
    for _ in range(200):
        try:
            peer.ask("GET", "/v1/balance")
            break
        except OSError:
            time.sleep(0.02)
    yield peer
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture
def peer(stripe_process: Peer, settings: Any) -> Peer:
    """The provider without anything in it."""
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    stripe_process.ask("DELETE", "/_config/data")
    stripe_process.will()
    return stripe_process
