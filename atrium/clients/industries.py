"""The sections and divisions of NACE Rev. 2, by which industries are told apart.

The statistical classification of economic activities in the European Community (Regulation (EC)
1893/2006, Annex I). Its divisions are those of ISIC Rev. 4 of the United Nations. A client's industry is kept as "10
Manufacture of food products", so that whoever reads it needs no table; or as a word of one's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from atrium.foundation.formats.names import fold

# A section begins with its letter, the divisions in it with two digits.
_NACE = """
A Agriculture, forestry and fishing
01 Crop and animal production, hunting and related service activities
02 Forestry and logging
03 Fishing and aquaculture
B Mining and quarrying
05 Mining of coal and lignite
06 Extraction of crude petroleum and natural gas
07 Mining of metal ores
08 Other mining and quarrying
09 Mining support service activities
C Manufacturing
10 Manufacture of food products
11 Manufacture of beverages
12 Manufacture of tobacco products
13 Manufacture of textiles
14 Manufacture of wearing apparel
15 Manufacture of leather and related products
16 Manufacture of wood and of products of wood and cork, except furniture
17 Manufacture of paper and paper products
18 Printing and reproduction of recorded media
19 Manufacture of coke and refined petroleum products
20 Manufacture of chemicals and chemical products
21 Manufacture of basic pharmaceutical products and preparations
22 Manufacture of rubber and plastic products
23 Manufacture of other non-metallic mineral products
24 Manufacture of basic metals
25 Manufacture of fabricated metal products, except machinery and equipment
26 Manufacture of computer, electronic and optical products
27 Manufacture of electrical equipment
28 Manufacture of machinery and equipment n.e.c.
29 Manufacture of motor vehicles, trailers and semi-trailers
30 Manufacture of other transport equipment
31 Manufacture of furniture
32 Other manufacturing
33 Repair and installation of machinery and equipment
D Electricity, gas, steam and air conditioning supply
35 Electricity, gas, steam and air conditioning supply
E Water supply; sewerage, waste management and remediation activities
36 Water collection, treatment and supply
37 Sewerage
38 Waste collection, treatment and disposal activities; materials recovery
39 Remediation activities and other waste management services
F Construction
41 Construction of buildings
42 Civil engineering
43 Specialised construction activities
G Wholesale and retail trade; repair of motor vehicles and motorcycles
45 Wholesale and retail trade and repair of motor vehicles and motorcycles
46 Wholesale trade, except of motor vehicles and motorcycles
47 Retail trade, except of motor vehicles and motorcycles
H Transportation and storage
49 Land transport and transport via pipelines
50 Water transport
51 Air transport
52 Warehousing and support activities for transportation
53 Postal and courier activities
I Accommodation and food service activities
55 Accommodation
56 Food and beverage service activities
J Information and communication
58 Publishing activities
59 Film, video and television programme production, sound recording and music publishing
60 Programming and broadcasting activities
61 Telecommunications
62 Computer programming, consultancy and related activities
63 Information service activities
K Financial and insurance activities
64 Financial service activities, except insurance and pension funding
65 Insurance, reinsurance and pension funding, except compulsory social security
66 Activities auxiliary to financial services and insurance activities
L Real estate activities
68 Real estate activities
M Professional, scientific and technical activities
69 Legal and accounting activities
70 Activities of head offices; management consultancy activities
71 Architectural and engineering activities; technical testing and analysis
72 Scientific research and development
73 Advertising and market research
74 Other professional, scientific and technical activities
75 Veterinary activities
N Administrative and support service activities
77 Rental and leasing activities
78 Employment activities
79 Travel agency, tour operator and other reservation services
80 Security and investigation activities
81 Services to buildings and landscape activities
82 Office administrative, office support and other business support activities
O Public administration and defence; compulsory social security
84 Public administration and defence; compulsory social security
P Education
85 Education
Q Human health and social work activities
86 Human health activities
87 Residential care activities
88 Social work activities without accommodation
R Arts, entertainment and recreation
90 Creative, arts and entertainment activities
91 Libraries, archives, museums and other cultural activities
92 Gambling and betting activities
93 Sports activities and amusement and recreation activities
S Other service activities
94 Activities of membership organisations
95 Repair of computers and personal and household goods
96 Other personal service activities
T Activities of households as employers and for own use
97 Activities of households as employers of domestic personnel
98 Undifferentiated goods- and services-producing activities of private households
U Activities of extraterritorial organisations and bodies
99 Activities of extraterritorial organisations and bodies
"""


@dataclass(frozen=True)
class Industry:
    """A section or a division; ``section`` is the letter that it stands under."""

    code: str
    title: str
    section: str

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_section(self) -> bool:
        return self.code == self.section


@cache
def standard() -> dict[str, Industry]:
    """All sections and divisions by their code, each section before its divisions."""
    found: dict[str, Industry] = {}
    section = ""
    for line in _NACE.strip().splitlines():
        code, _, title = line.partition(" ")
        section = code if code.isalpha() else section
        found[code] = Industry(code, title, section)
    return found


@cache
def _called() -> dict[str, Industry]:
    """The same by everything that people call them; of two that share a title, the section."""
    found: dict[str, Industry] = {}
    for each in standard().values():
        for name in (each.code, str(each), f"{each.section}{each.code}", each.title):
            found.setdefault(fold(name), each)
    return found


def found(text: str) -> Industry | None:
    """The industry of the standard that is meant: typed as 10, C10, by its title or both."""
    return _called().get(fold(text))


def read(text: str) -> str:
    """The industry as it is kept: that of the standard where it is one, else ``text``."""
    meant = found(text)
    return str(meant) if meant else " ".join(text.split())


def within(text: str) -> list[str]:
    """What clients of this industry have: a section has its divisions too."""
    meant = found(text)
    if meant is None:
        return [text]
    return [str(i) for i in standard().values() if i == meant or i.section == meant.code]


def like(text: str) -> list[Industry]:
    """Those that begin with the code or have all the words; the sections where nothing is typed."""
    words = fold(text).split()
    if not words:
        return [each for each in standard().values() if each.is_section]
    return [
        each
        for each in standard().values()
        if fold(each.code) == words[0] or all(word in fold(each.title) for word in words)
    ]
