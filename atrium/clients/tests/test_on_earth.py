"""R06: where a location is on the earth, typed, pasted, or looked up where the operator allows it."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Location, LocationType
from atrium.clients.tasks import find_on_earth
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, coordinates
from atrium.foundation.outbound import OutboundRefused
from atrium.organisations.models import Member


def test_r06_coordinates_are_read_as_people_have_them() -> None:
    for text in (
        "52.52, 13.405",
        "52,5200 13,4050",
        "geo:52.52,13.405;u=35",
        "52.52 N, 13.405 E",
        "13.405E 52.52N",
        "https://www.openstreetmap.org/?mlat=52.52&mlon=13.405#map=17/1.0/2.0",
        "https://www.openstreetmap.org/#map=17/52.52/13.405",
        "https://maps.example/place/X/@1.1,2.2,17z/data=!3d52.52!4d13.405",
        "https://maps.example/?q=52.52%2C13.405",
    ):
        assert str(coordinates.parse(text)) == "52.52, 13.405", text
    assert str(coordinates.parse("33.9 S 18.4 W")) == "-33.9, -18.4"
    for text in ("", "here", "95, 10", "1 2 3", "12, 200", "52.52 N 13.4 N", "1e9, 2"):
        with pytest.raises(FormatError):
            coordinates.parse(text)


def test_r06_a_location_is_put_on_the_map_by_hand(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    work = LocationType.objects.earliest("position")
    place = Location.add(bakery, by=alice, type=work, city="Bristol")
    form = {"type": work.pk, "city": "Bristol", "coordinates": "geo:51.4545,-2.5879"}
    url = f"/acme/clients/1/locations/{place.public_id}/"
    assert as_alice.post(url, form | {"coordinates": "up north"}).status_code == 422
    assert as_alice.post(url, form).status_code == 302
    place.refresh_from_db()
    assert place.coordinates == "51.4545, -2.5879"
    assert "mlat=51.4545" in place.map_url
    tab = as_alice.get("/acme/clients/1/locations/").text
    assert 'data-at="51.4545, -2.5879"' in tab
    assert "<at-map" in tab
    assert 'value="51.4545, -2.5879"' in as_alice.get(url).text
    assert as_alice.post(url, form | {"coordinates": ""}).status_code == 302
    assert "<at-map" not in as_alice.get("/acme/clients/1/locations/").text


def test_r06_addresses_are_looked_up_where_the_operator_says_so(
    bakery: Client, alice: Member, settings: Any
) -> None:
    work = LocationType.objects.earliest("position")
    asked: list[str] = []
    said: list[tuple[int, bytes]] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(parse_qs(urlsplit(self.path).query)["q"][0])
            status, body = said.pop(0)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Say nothing."""

    # Nobody is asked by default.
    quiet = Location.add(bakery, by=alice, type=work, city="Leeds")
    assert find_on_earth.call(bakery.organisation.pk, quiet.pk) == ""
    with HTTPServer(("127.0.0.1", 0), Answers) as listening:
        Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.GEOCODER = f"http://127.0.0.1:{listening.server_address[1]}/search"
        ask = bakery.organisation.pk, quiet.pk
        with pytest.raises(OutboundRefused):
            find_on_earth.call(*ask)
        assert not asked, "the gate lets nobody inside without the operator"
        settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
        said += [(503, b""), (200, b"<html>"), (200, b"[]")]
        with pytest.raises(OSError, match="answered 503"):
            find_on_earth.call(*ask)
        assert [find_on_earth.call(*ask), find_on_earth.call(*ask)] == ["", ""]
        said.append((200, json.dumps([{"lat": "53.8013", "lon": "-1.5491"}]).encode()))
        assert find_on_earth.call(*ask) == "53.8013, -1.5491"
        assert set(asked) == {"Leeds"}
        assert find_on_earth.call(*ask) == "", "what is known is asked no more"
        listening.shutdown()
    quiet.refresh_from_db()
    assert quiet.coordinates == "53.8013, -1.5491"
    with pytest.raises(Refusal, match="latitude goes from"):
        quiet.edit(by=alice, coordinates="99, 0")
