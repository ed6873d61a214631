"""The demo organisations: whole, alive, and nobody's real data."""

import datetime as dt
import re

import pytest
from email_validator import EmailNotValidError, validate_email
from stdnum.eu import vat as european
from stdnum.gb import vat as british

from atrium.clients.name_taken import LONGEST
from atrium.demo.world import SIZE, bulk, world
from atrium.demo.world.places import CITIES
from atrium.demo.world.shapes import Point, World
from atrium.demo.world.stories import read
from atrium.demo.world.world import RECIPES

SLUGS = ("harbour", "northlight", "okapi")
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
RESERVED = re.compile(
    r"^(?:\+44(?:1174960\d{3}|1614960\d{3}|2079460\d{3}|7700900\d{3})|\+1\d{3}55501\d\d|\+3532091\d{5}"
    r"|\+33(?:19900|26191|35301|46571|53649|63998)\d{4}"
    r"|\+49(?:3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}|17139200\d\d|176040690\d\d))$"
)
POSTCODE = {
    "GB": r"[A-Z]{1,2}\d{1,2} \d[ABD-HJLNP-UW-Z]{2}",
    "IE": r"D\d\d [AC-FHKNPRTV-Y][AC-FHKNPRTV-Y0-9]{3}",
    "DE": r"\d{5}",
    "FR": r"\d{5}",
    "PL": r"\d\d-\d{3}",
}
FAMILIAR = {
    "british gas", "pimlico plumbers", "savills", "foxtons", "hays", "adecco", "randstad", "reed", "siemens", "bosch",
    "worcester bosch", "vaillant", "zalando", "deloitte", "tesco", "ikea", "chanel", "allegro", "pentagram", "manpower",
    "starling bank", "starling", "juniper", "osprey", "skylark", "redstart", "kestrel",
}  # fmt: skip


@pytest.fixture(scope="module", params=SLUGS)
def place(request: pytest.FixtureRequest) -> World:
    return world(request.param, now=NOW)


def points(found: World) -> list[Point]:
    return [
        point
        for client in found.clients
        for point in (*client.points, *(p for contact in client.contacts for p in contact.points))
    ]


def e164(value: str) -> str:
    digits = re.sub(r"\s", "", value)
    return re.sub(r"^00", "+", digits)


def test_same_seed_same_world_and_other_seed_other_world(place: World) -> None:
    assert world(place.slug, now=NOW) == place
    assert world(place.slug, seed=1, now=NOW).clients != place.clients


def test_two_hundred_clients_numbered_without_gaps(place: World) -> None:
    assert [client.number for client in place.clients] == list(range(1, SIZE + 1))
    assert [client.created for client in place.clients] == sorted(
        client.created for client in place.clients
    )


def test_logins_are_the_promised_five_and_every_name_of_a_member_exists(place: World) -> None:
    roles = {member.email.split("@")[0]: member.role for member in place.members[:5]}
    assert roles == {role: role for role in ("owner", "admin", "manager", "staff", "viewer")}
    keys = {member.key for member in place.members}
    used = {key for team in place.teams for key in team.members}
    for client in place.clients:
        used |= {client.owner, *client.favourite_of, *(member for member, _ in client.team)}
        used |= {note.author for note in client.notes} | {line.actor for line in client.activity}
        used |= {key for task in client.tasks for key in (task.assignee, task.author)}
        used |= {hold.by for hold in client.holds} | {
            client.flag.by if client.flag else client.owner
        }
    assert used <= keys


def test_statuses_tags_types_and_roles_are_the_organisations_own(place: World) -> None:
    assert {client.status for client in place.clients} <= {status.name for status in place.statuses}
    assert {tag for client in place.clients for tag in client.tags} <= {
        tag.name for tag in place.tags
    }
    assert {home.kind for client in place.clients for home in client.locations} <= set(
        place.location_types
    )
    assert {role for c in place.clients for p in c.contacts for role in p.roles} <= set(
        place.contact_roles
    )
    assert {key for c in place.clients for key, _ in c.custom} <= {
        field.key for field in place.fields
    }


def test_phones_are_only_from_ranges_kept_for_fiction(place: World) -> None:
    phones = [point for point in points(place) if point.kind == "phone"]
    for point in phones:
        value = e164(point.value)
        codes = ("+44", "+49", "+33", "+353") if value.startswith("0") else ("",)
        assert any(RESERVED.match(code + value[bool(code) :]) for code in codes) or point.bad, point
    bad = [re.sub(r"\D", "", point.value.split("(")[0]) for point in phones if point.bad]
    assert len(bad) == 2
    assert all(RESERVED.match(f"+{digits}") for digits in bad)
    assert len(phones) > SIZE


def test_mail_and_web_addresses_end_in_example_and_are_well_formed_unless_marked(
    place: World,
) -> None:
    bad = 0
    for point in points(place):
        if point.kind == "email":
            assert point.value.casefold().endswith(".example")
            try:
                validate_email(point.value, check_deliverability=False, test_environment=True)
                assert not point.bad
            except EmailNotValidError:
                assert point.bad, point
                bad += 1
        if point.kind == "link":
            assert re.match(r"https://[^/]+\.example(/|$)", point.value)
    assert bad == 2
    assert all(
        re.fullmatch(r"https://www\.[a-z0-9-]+\.example", c.website)
        for c in place.clients
        if c.website
    )


def test_postcodes_fit_the_country_and_the_district(place: World) -> None:
    bad = []
    for client in place.clients:
        for home in client.locations:
            if home.bad:
                bad.append(home)
                continue
            starts = [
                start for start, district in CITIES[home.city].districts if district == home.region
            ]
            assert re.fullmatch(POSTCODE[home.country], home.postcode), home
            assert any(
                home.postcode == s or home.postcode.startswith((s, s + " ")) for s in starts
            ), home
    assert len(bad) == 2


def test_tax_ids_have_right_check_digits(place: World) -> None:
    ids = [client.tax_id for client in place.clients if client.tax_id]
    assert len(ids) > 20
    assert [
        tax for tax in ids if not (british if tax.startswith("GB") else european).is_valid(tax)
    ] == []


def test_names_are_unique_and_not_of_known_firms(place: World) -> None:
    names = [client.name.casefold() for client in place.clients]
    assert len(set(names)) == SIZE
    assert not FAMILIAR & set(names)
    assert not {
        name for name in names if name.startswith(("british gas", "worcester", "vaillant", "ikea "))
    }


def test_nine_pairs_of_twins_and_five_near_misses(place: World) -> None:
    known = {client.number for client in place.clients}
    twins = [client for client in place.clients if client.duplicate_of]
    misses = [client for client in place.clients if client.near_miss_of]
    assert (len(twins), len(misses)) == (9, 5)
    assert {c.duplicate_of for c in twins} | {c.near_miss_of for c in misses} <= known


def test_each_organisation_has_its_odd_clients(place: World) -> None:
    odd = {
        special: [c for c in place.clients if c.special == special]
        for special in {c.special for c in place.clients}
    }
    (right_to_left,) = odd["right to left"]
    (long,) = odd["long name"]
    (crowd,) = odd["many contacts"]
    (busy,) = odd["busy"]
    (empty,) = odd["empty"]
    assert re.search(r"[\u0590-\u06ff]", right_to_left.name)
    assert 250 <= len(long.name) <= LONGEST
    assert len(crowd.contacts) == 60
    assert len(busy.notes) + len(busy.activity) == 400
    assert (
        empty.points,
        empty.locations,
        empty.contacts,
        empty.notes,
        empty.tasks,
        empty.activity,
    ) == ((),) * 6
    assert [
        len(odd[name])
        for name in ("no way to reach", "no address", "bad e-mail", "bad phone", "bad postcode")
    ] == [2] * 5


def test_one_primary_contact_and_one_default_location_of_each_type(place: World) -> None:
    for client in place.clients:
        assert sum(contact.primary for contact in client.contacts) == bool(client.contacts), (
            client.name
        )
        defaults = [home.kind for home in client.locations if home.default]
        assert sorted(defaults) == sorted({home.kind for home in client.locations}), client.name


def test_relations_point_to_clients_and_hierarchies_have_no_cycle(place: World) -> None:
    parents = {c.number: r.number for c in place.clients for r in c.relations if r.kind == "parent"}
    for start in parents:
        seen, at = set(), start
        while at in parents:
            assert at not in seen
            seen.add(at)
            at = parents[at]
    assert len(parents) >= {"harbour": 4, "northlight": 16, "okapi": 2}[place.slug]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "now",
    [
        dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 22, 0, 10, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 29, 7, 31, tzinfo=dt.UTC),
        dt.datetime(2027, 1, 4, 23, 50, tzinfo=dt.UTC),
    ],
)
def test_nothing_happens_in_the_future_or_before_the_client_exists(
    slug: str, now: dt.datetime
) -> None:
    for client in world(slug, now=now).clients:
        moments = (
            [n.at for n in client.notes]
            + [a.at for a in client.activity]
            + [t.created for t in client.tasks]
        )
        moments += [t.done for t in client.tasks if t.done] + [h.placed for h in client.holds]
        moments += [h.lifted for h in client.holds if h.lifted] + (
            [client.flag.at] if client.flag else []
        )
        assert all(client.created <= moment <= now for moment in moments), client.name
        assert all(hold.lifted is None or hold.placed < hold.lifted for hold in client.holds)
        assert all(task.done is None or task.created <= task.done for task in client.tasks)


def test_the_clients_a_newcomer_opens_first_are_those_written_by_hand(place: World) -> None:
    latest = sorted(place.clients, key=lambda client: client.last_activity, reverse=True)[:12]
    yesterday = NOW - dt.timedelta(hours=32)
    assert all(client.last_activity >= yesterday for client in latest)
    assert all(not client.special and client.duplicate_of is None for client in latest)
    assert any(hold.lifted is None for client in latest for hold in client.holds)
    assert any(
        task.due == NOW.date() and not task.done for client in latest for task in client.tasks
    )
    assert any(
        task.due and task.due < NOW.date() and not task.done
        for client in latest
        for task in client.tasks
    )


def test_notes_have_no_open_slots_and_do_not_repeat_in_view(place: World) -> None:
    assert len({story.text for story in read(RECIPES[place.slug].stories)}) >= 60
    for client in place.clients:
        texts = [note.text for note in client.notes]
        assert not [text for text in texts if re.search(r"[{}¶]", text)]
        for index, text in enumerate(texts):
            assert text not in texts[index + 1 : index + 20], text


def test_bulk_is_repeatable_varied_and_reachable_by_nobody() -> None:
    rows = list(bulk(20_000, seed=3))
    assert rows == list(bulk(20_000, seed=3))
    assert all(RESERVED.match(e164(row[3])) for row in rows)
    assert all(row[2].endswith(".example") for row in rows)
    assert len({row[2] for row in rows}) == len(rows)
    assert {row[7] for row in rows} == set(range(6))
    words = {word for row in rows for word in row[0].split()}
    assert len(words) > 10_000
    assert any(not word.isascii() for word in words)
