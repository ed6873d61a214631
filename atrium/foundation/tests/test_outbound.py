"""The server never calls inside: refused when an address is saved and when it is used."""

from __future__ import annotations

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from atrium.foundation import outbound
from atrium.foundation.outbound import OutboundRefused
from atrium.foundation.tests.inside_addresses import DISGUISED, INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def allow(settings: Any) -> list[str]:
    """What the operator allowed: nothing, unless a test adds to it."""
    allowed: list[str] = []
    settings.OUTBOUND_ALLOW = allowed
    return allowed


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """A resolver of our own: each name has its answers, one list per question, the last stays."""
    known: dict[str, list[list[str]]] = {"example.org": [["93.184.216.34"]]}
    real = socket.getaddrinfo

    def answer(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        if host not in known:
            kwargs["flags"] = socket.AI_NUMERICHOST
            return real(host, port, *args, **kwargs)
        answers = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [
            (
                socket.AF_INET6 if ":" in text else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (text, port),
            )
            for text in answers
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return known


@pytest.mark.parametrize("address", INSIDE)
def test_an_inside_address_is_refused_when_saved_and_when_used(
    address: str, names: dict[str, Any]
) -> None:
    shown = f"[{address}]" if ":" in address else address
    with pytest.raises(OutboundRefused):
        outbound.check_url(f"http://{shown}/")
    with pytest.raises(OutboundRefused):
        outbound.request("GET", f"http://{shown}/")
    with pytest.raises(OutboundRefused):
        outbound.open_socket(address, 993, timeout=1)


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused(address: str, names: dict[str, Any]) -> None:
    names["hooks.example.org"] = [[address]]
    with pytest.raises(OutboundRefused, match="inside this network"):
        outbound.check_url("https://hooks.example.org/")


@pytest.mark.parametrize("url", DISGUISED)
def test_an_address_in_disguise_is_refused(url: str, names: dict[str, Any]) -> None:
    with pytest.raises(OutboundRefused):
        outbound.check_url(url)
    with pytest.raises(OutboundRefused):
        outbound.request("POST", url, body=b"")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "http://example.org:8080/x?y=z",
        "https://EXAMPLE.org./",
        "http://93.184.216.34/",
        "https://[2606:2800:220:1::1]/",
    ],
)
def test_an_address_on_the_internet_passes(url: str, names: dict[str, Any]) -> None:
    outbound.check_url(url)


def test_one_inside_address_among_several_refuses_the_name(names: dict[str, Any]) -> None:
    names["both.example.org"] = [["93.184.216.34", "10.0.0.1"]]
    with pytest.raises(OutboundRefused):
        outbound.check_url("https://both.example.org/")


def test_a_name_that_nobody_knows_is_refused_in_words(names: dict[str, Any]) -> None:
    with pytest.raises(OutboundRefused, match=r"nowhere\.example could not be found"):
        outbound.check_url("https://nowhere.example/")


def test_a_name_that_changes_between_check_and_use_is_refused(names: dict[str, Any]) -> None:
    names["turns.example.org"] = [["93.184.216.34"], ["127.0.0.1"]]
    outbound.check_url("https://turns.example.org/")
    with pytest.raises(OutboundRefused):
        outbound.request("GET", "https://turns.example.org/")


class Answers(BaseHTTPRequestHandler):
    """A server that tells what it was asked."""

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
            return
        text = (
            b"x" * 5000 if self.path == "/long" else f"{self.headers['Host']} {self.path}".encode()
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("X-Signature", self.headers["X-Signature"])
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def server() -> Iterator[int]:
    """The port of a server on this machine."""
    with HTTPServer(("127.0.0.1", 0), Answers) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield listening.server_port
        listening.shutdown()
        thread.join()


def test_the_connection_goes_to_the_address_that_was_checked(
    server: int, names: dict[str, Any], allow: list[str]
) -> None:
    # The second question would be answered with an address where nobody listens.
    allow.append("127.0.0.0/8")
    allow.append("pinned.example.org")
    names["pinned.example.org"] = [["127.0.0.1"], ["127.0.0.9"]]
    answer = outbound.request("GET", f"http://pinned.example.org:{server}/a?b=c")
    assert (answer.status, answer.body) == (200, f"pinned.example.org:{server} /a?b=c".encode())


def test_an_inner_host_the_operator_allowed_is_reached(
    server: int, names: dict[str, Any], allow: list[str]
) -> None:
    names["mail.inside"] = [["127.0.0.1"]]
    with pytest.raises(OutboundRefused):
        outbound.open_socket("mail.inside", server, timeout=1)
    allow.append("mail.inside")
    outbound.open_socket("mail.inside", server, timeout=1).close()
    with pytest.raises(OutboundRefused):
        outbound.open_socket("127.0.0.1", server, timeout=1)


def test_an_inner_network_the_operator_allowed_is_reached(
    server: int, names: dict[str, Any], allow: list[str]
) -> None:
    allow.append("127.0.0.0/29")
    assert outbound.request("GET", f"http://127.0.0.1:{server}/").status == 200
    with pytest.raises(OutboundRefused):
        outbound.check_url("http://127.0.0.9/")


def test_a_redirect_is_not_followed(server: int, names: dict[str, Any], allow: list[str]) -> None:
    allow.append("127.0.0.1")
    answer = outbound.request("GET", f"http://127.0.0.1:{server}/moved")
    assert (answer.status, answer.headers["location"]) == (302, "http://169.254.169.254/")


def test_a_body_and_headers_are_sent(server: int, names: dict[str, Any], allow: list[str]) -> None:
    allow.append("127.0.0.1")
    answer = outbound.request(
        "POST", f"http://127.0.0.1:{server}/", headers={"X-Signature": "abc"}, body=b"{}"
    )
    assert (answer.status, answer.headers["x-signature"], answer.body) == (201, "abc", b"{}")


def test_an_answer_that_is_too_long_is_refused(
    server: int, names: dict[str, Any], allow: list[str]
) -> None:
    allow.append("127.0.0.1")
    assert (
        len(outbound.request("GET", f"http://127.0.0.1:{server}/long", max_bytes=5000).body) == 5000
    )
    with pytest.raises(OutboundRefused, match="longer than 4,999 bytes"):
        outbound.request("GET", f"http://127.0.0.1:{server}/long", max_bytes=4999)


def test_tls_asks_for_the_name_and_distrusts_strangers(
    names: dict[str, Any], allow: list[str]
) -> None:
    allow.append("secure.example.org")
    names["secure.example.org"] = [["127.0.0.1"]]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        hello: list[bytes] = []

        def accept() -> None:
            caller, _ = listening.accept()
            with caller:
                hello.append(caller.recv(4096))

        thread = threading.Thread(target=accept)
        thread.start()
        with pytest.raises((ssl.SSLError, ConnectionError)):
            outbound.request("GET", f"https://secure.example.org:{port}/", timeout=2)
        thread.join()
    assert b"secure.example.org" in hello[0]
