"""Real districts with the postcodes that belong to them; the streets are invented."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city, its districts as (postcode start, district), and words for street names."""

    name: str
    country: str
    region: str
    districts: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Districts from `code name, code name`."""
    return tuple(
        (code, name) for code, _, name in (part.strip().partition(" ") for part in text.split(","))
    )


_BRITISH = tuple(
    f"{word} {kind}"
    for word in (
        "Alderney", "Bellfounder", "Cooper's", "Drover", "Eastlea", "Foxcote", "Gasworks", "Hawthorn", "Ironmould",
        "Jubilee", "Kingfisher", "Larkhill", "Mortimer", "Netham", "Orchardleigh", "Pipemaker", "Quarrington",
        "Ropewalk", "Saltmarsh", "Tannery", "Upfield", "Velindre", "Withy", "Yeoman", "Ferryman", "Coldharbour",
    )
    for kind in ("Road", "Street", "Close", "Lane", "Terrace", "Avenue")
)  # fmt: skip
_GERMAN = tuple(
    f"{word}{kind}"
    for word in (
        "Ahorn", "Birken", "Drossel", "Erlen", "Falken", "Glocken", "Hasel", "Kranich", "Lerchen", "Mühlen", "Nelken",
        "Pappel", "Reiher", "Schiffer", "Tuchmacher", "Ulmen", "Weber", "Ziegel", "Färber", "Kupfer",
    )
    for kind in ("straße", "weg", "gasse", "ufer")
)  # fmt: skip
_FRENCH = tuple(
    f"{kind} {word}"
    for word in (
        "des Tisserands", "du Vieux-Moulin", "des Hirondelles", "de la Corderie-Neuve", "des Trois-Poiriers",
        "du Puits-Clair", "des Relieurs", "de l'Écluse", "du Chat-Gris", "des Amandiers-Blancs", "de la Verrerie-Haute",
    )
    for kind in ("rue", "passage", "quai", "allée")
)  # fmt: skip
_POLISH = tuple(
    f"ul. {word}"
    for word in (
        "Brzozowa", "Dzięciołów", "Garncarzy", "Jarzębinowa", "Klonowa", "Łabędzia", "Młynarska Nowa", "Orzechowa",
        "Rzemieślników", "Szewska Mała", "Świerkowa", "Żurawia Dolna",
    )
)  # fmt: skip

CITIES: dict[str, City] = {
    city.name: city
    for city in (
        City("Bristol", "GB", "Bristol", _pairs(
            "BS1 Harbourside, BS2 St Paul's, BS3 Bedminster, BS3 Southville, BS4 Brislington, BS4 Knowle, BS5 Easton,"
            "BS5 St George, BS6 Redland, BS6 Cotham, BS7 Bishopston, BS7 Horfield, BS8 Clifton, BS8 Hotwells,"
            "BS9 Westbury-on-Trym, BS10 Henbury, BS11 Avonmouth, BS11 Shirehampton, BS13 Bishopsworth, BS14 Hengrove,"
            "BS15 Kingswood, BS16 Fishponds, BS16 Downend"), _BRITISH),
        City("Manchester", "GB", "Greater Manchester", _pairs(
            "M1 Piccadilly, M2 City Centre, M3 Spinningfields, M4 Ancoats, M11 Clayton, M14 Fallowfield, M15 Hulme,"
            "M16 Old Trafford, M20 Didsbury, M21 Chorlton, M50 Salford Quays"), _BRITISH),
        City("London", "GB", "Greater London", _pairs(
            "E2 Bethnal Green, E8 Hackney, E9 Homerton, N1 Islington, N16 Stoke Newington, SE1 Bankside,"
            "SE15 Peckham, SE8 Deptford"), _BRITISH),
        City("Dublin", "IE", "County Dublin", _pairs(
            "D01 North City, D02 South City, D04 Ballsbridge, D06 Ranelagh, D07 Smithfield, D08 The Liberties,"
            "D15 Blanchardstown, D18 Sandyford"), _BRITISH),
        City("Berlin", "DE", "Berlin", _pairs(
            "10115 Mitte, 10119 Mitte, 10245 Friedrichshain, 10247 Friedrichshain, 10405 Prenzlauer Berg,"
            "10435 Prenzlauer Berg, 10551 Moabit, 10623 Charlottenburg, 10707 Wilmersdorf, 10823 Schöneberg,"
            "10961 Kreuzberg, 10997 Kreuzberg, 10999 Kreuzberg, 12043 Neukölln, 12047 Neukölln, 12101 Tempelhof,"
            "12161 Friedenau"), _GERMAN),
        City("Hamburg", "DE", "Hamburg", _pairs("20357 Sternschanze, 20459 Neustadt, 22765 Ottensen"), _GERMAN),
        City("München", "DE", "Bayern", _pairs("80331 Altstadt, 80469 Isarvorstadt, 80799 Maxvorstadt"), _GERMAN),
        City("Köln", "DE", "Nordrhein-Westfalen", _pairs("50672 Neustadt-Nord, 50823 Ehrenfeld"), _GERMAN),
        City("Frankfurt am Main", "DE", "Hessen", _pairs("60316 Nordend, 60594 Sachsenhausen"), _GERMAN),
        City("Paris", "FR", "Île-de-France", _pairs(
            "75002 2e arr., 75003 3e arr., 75009 9e arr., 75010 10e arr., 75011 11e arr., 75018 18e arr.,"
            "75020 20e arr."), _FRENCH),
        City("Lyon", "FR", "Auvergne-Rhône-Alpes", _pairs("69001 1er arr., 69002 2e arr., 69007 7e arr."), _FRENCH),
        City("Bordeaux", "FR", "Nouvelle-Aquitaine", _pairs("33000 Centre, 33300 Bacalan"), _FRENCH),
        City("Strasbourg", "FR", "Grand Est", _pairs("67000 Centre, 67100 Neudorf"), _FRENCH),
        City("Warszawa", "PL", "Mazowieckie", _pairs(
            "00-3 Śródmieście, 00-5 Śródmieście, 01-5 Żoliborz, 02-5 Mokotów, 03-4 Praga-Północ"), _POLISH),
    )
}  # fmt: skip
CODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
EIRCODE_SIGNS = "ACDEFHKNPRTVWXY0123456789"


def postcode(rng: random.Random, country: str, start: str) -> str:
    """A well-formed postcode that begins with the district's `start`."""
    if country == "GB":
        return f"{start} {rng.randint(1, 9)}{rng.choice(CODE_LETTERS)}{rng.choice(CODE_LETTERS)}"
    if country == "IE":
        return f"{start} {rng.choice('ACDEFHKNPRTVWXY')}{''.join(rng.choices(EIRCODE_SIGNS, k=3))}"
    if country == "PL":
        return f"{start}{rng.randint(10, 99)}"
    return start


def street(rng: random.Random, city: City) -> str:
    """An invented street with a house number, in the order the country writes it."""
    name, house = rng.choice(city.streets), rng.randint(1, 148)
    if city.country in {"DE", "PL"}:
        return f"{name} {house}"
    return f"{house}, {name}" if city.country == "FR" else f"{house} {name}"
