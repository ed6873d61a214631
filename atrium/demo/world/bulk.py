"""Clients by the million for benchmarks: believable in their variety, cheap to make."""

from __future__ import annotations

import random
from itertools import cycle, product
from typing import TYPE_CHECKING, NamedTuple

from atrium.demo.world import names, phones, places

if TYPE_CHECKING:
    from collections.abc import Iterator

STATUSES, TAGS = 6, 10
WORDS = 60_000
# A prime, as the cells below are remainders of the same draws and must not go hand in hand.
DAYS = 3637
TAG_SETS: tuple[tuple[int, ...], ...] = (
    (), (), (), *((tag,) for tag in range(TAGS)), *((tag, (tag + 3) % TAGS) for tag in range(TAGS)),
)  # fmt: skip


class Row(NamedTuple):
    """The cells of one bulk tuple, in order; `bulk` yields plain tuples of this shape for speed."""

    name: str
    kind: str
    email: str
    phone: str
    city: str
    postcode: str
    created_days_ago: int
    status: int
    tags: tuple[int, ...]


def vocabulary(rng: random.Random) -> list[tuple[str, str]]:
    """Sixty thousand invented family names, each with its ASCII form, a seventh of them with accents."""
    starts = "Bar Bel Bran Cal Car Col Dar Del Dun El Fal Fen Gar Gel Gro Hal Har Hol Is Jar Kal Kes Lan Lem Lor Mal Mar Mil Nor Os Pel  Pen Rad Ros Sal Sel Sten Tal Tor Ul Val Ver Wal Wes Yar Zel Brü Mül Łuk Dvoř Čer Åk Ñu Élo Şim".split()
    middles = "a e i o an en in on ar er or al el il ber den der din gan go ka ke la le li ma mi na ni ra re ri ro sa se ti to va".split()
    ends = "bach bury cott dale den dorf ez feld field ford ham hurst ić ini land ley man mann ner ov owski qvist ri rup sen skaya ski  son stein sted strand ström ton ville vík well wick worth ård öğlu".split()
    words = ["".join(parts) for parts in product(starts, middles, ends)]
    rng.shuffle(words)
    known = [word for text in names.FAMILY.values() for word in text.split()]
    found = dict.fromkeys(known + words)
    return [(word, names.plain(word).replace("-", "")) for word in list(found)[:WORDS]]


def _homes(rng: random.Random) -> list[tuple[str, str]]:
    """Cities with postcodes, big cities more often."""
    found = []
    for city in places.CITIES.values():
        for start, _ in city.districts:
            found += [(city.name, places.postcode(rng, city.country, start)) for _ in range(60)]
    return found


def _telephones(rng: random.Random) -> list[str]:
    """Some ten thousand reserved numbers to go round."""
    exchange = phones.Exchange(rng)
    return [exchange.number(place) for place in phones.RANGES for _ in range(600)]


def bulk(
    n: int, seed: int = 0
) -> Iterator[tuple[str, str, str, str, str, str, int, int, tuple[int, ...]]]:
    """`n` tuples in the order of `Row`, the same for the same seed.

    Few names are common and most are rare (the density falls as rank to the power -2/3); e-mails are unique, phones
    repeat when their ranges are used up.
    """
    rng = random.Random(f"bulk/{seed}")
    words, homes, numbers = vocabulary(rng), _homes(rng), _telephones(rng)
    given = [(name, names.plain(name)) for text in names.GIVEN.values() for name in text.split()]
    rng.shuffle(given)
    trades = "Lettings Logistics Software Bakery Dental Builders Studio Foods Partners Kliniek Verlag Atelier Energy Garage Optik".split()
    forms = ("Ltd", "Limited", "GmbH", "", "", "SARL", "LLP", "")
    size, homes_n, given_n, tag_n, trade_n = (
        len(words),
        len(homes),
        len(given),
        len(TAG_SETS),
        len(trades),
    )
    draw = rng.random
    for i, phone in zip(range(n), cycle(numbers), strict=False):
        u, v = draw(), draw()
        word, ascii_word = words[int(size * u * u * u)]
        left, right = int(u * 1_000_003), int(v * 1_000_003)
        city, postcode = homes[left % homes_n]
        if right % 5 < 3:
            name, ascii_name = given[int(given_n * v * v)]
            who, kind, email = (
                f"{name} {word}",
                "individual",
                f"{ascii_name}.{ascii_word}{i}@inbox.example",
            )
        else:
            who = f"{word} {trades[left % trade_n]} {forms[right & 7]}".rstrip()
            kind, email = "company", f"office@{ascii_word}{i}.example"
        yield (
            who,
            kind,
            email,
            phone,
            city,
            postcode,
            right % DAYS,
            left % STATUSES,
            TAG_SETS[right % tag_n],
        )
