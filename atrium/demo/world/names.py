"""People's names of the countries the demo organisations work in, and words for invented firms."""

from __future__ import annotations

import random
import unicodedata
from functools import lru_cache

GIVEN = {
    "GB": "Abigail Adaeze Aisha Alfie Amara Anjali Anwen Ayesha Bethan Bronwen Callum Carys Cerys Chidi Corinne Deepak "
    "Delroy Dilys Edith Elowen Emeka Esme Fatima Farida Felix Femi Fergus Fraser Gemma Gethin Grace Gwen Harriet Hamish "
    "Hari Imogen Imran Iris Isla Jago Jasmine Jerome Joan Kayleigh Keir Kerensa Kwame Leila Lowenna Lucinda Mabel "
    "Malcolm Maisie Marcia Marlon Meera Merryn Mohsin Morag Morwenna Nadia Nerys Niamh Ngozi Nigel Olwen Oscar Owain "
    "Pamela Percival Phoebe Pooja Priya Rhiannon Rhys Rosalind Rukhsana Sabrina Sanjay Seren Shanice Sunita Tamsin "
    "Tariq Tegan Thea Trevor Tunde Ursula Verity Wendell Wilfred Yusuf Zainab Zara",
    "IE": "Aoife Bláthnaid Caoimhe Cathal Ciara Cormac Dearbhla Declan Éabha Eimear Emmet Fiadh Fionnuala Gráinne "
    "Lorcan Maeve Muireann Niall Oisín Orlaith Pádraig Róisín Ruairí Sadhbh Saoirse Séamus Tadhg Úna",
    "DE": "Annika Benedikt Birte Clemens Dörte Ebru Elif Emre Friederike Greta Gökhan Henrike Ilka Jannis Jörg Jule "
    "Katharina Konrad Leonie Lorenz Mareike Merle Nele Oskar Ottilie Rieke Ronja Selma Sönke Tilda Till Ulrike Veit "
    "Wiebke Yasemin",
    "FR": "Anaïs Aurélien Bénédicte Céleste Cyprien Delphine Élodie Fabien Gaëlle Gaspard Hélène Inès Jérémie Léontine "
    "Loïc Maëlys Manon Mathurin Noémie Océane Odile Rémi Sidonie Solène Théodora Tristan Violette Yannick Zoé",
    "PL": "Agnieszka Bartosz Bożena Celina Dorota Elżbieta Grażyna Halina Ignacy Jagoda Kajetan Kinga Łucja Maciej "
    "Małgorzata Mikołaj Nadzieja Oliwia Przemysław Radosław Sławomir Stanisława Tymoteusz Wiesław Zuzanna Żaneta",
}
FAMILY = {
    "GB": "Abbotsley Achebe Adeyemi-Cole Ainscough Anstis Appah Badenhorst Bagshaw Balogun Beckwith Bhandari Birdsall "
    "Blencowe Bolitho Boothroyd Brathwaite Broadbent Cadwallader Carlyon Chakrabarti Chaudhry Chivers Clegg Coombes "
    "Cuthbert Dankworth Dawlish Desai Dhillon Dunstan Edevane Eluwa Fairweather Farooqi Fenwick Garside Ghosh Gilhooley "
    "Goodchild Greenhalgh Gurung Hargreave Haslam Hesketh Higginbottom Holloway Hussain Ibekwe Iddon Jephcott Kearsley "
    "Kapoor Kitto Lanyon Lathbury Lightbody Llewelyn Malik Mapstone Mbeki-Rowe Meacham Mistry Mukherjee Nancarrow Nettles "
    "Norgrove Nwosu Oduya Okonjo Osgood Padstow Pascoe Patwardhan Penhale Penrose Perera Pickersgill Popham Quartermain "
    "Quick Rahman Ramsbottom Rashid Redfern Rosewarne Sandhu Satterthwaite Seabrook Shergold Singh-Bains Skidmore "
    "Stallybrass Sutcliffe Tattersall Thackeray-Noon Threlfall Tregenza Trelawny Tremlett Tyldesley Uddin Underhay Vaz "
    "Venables Wadsworth Weatherby Whittingham Wigglesworth Winstanley Worrall Yeo Zachary",
    "IE": "Ahearne Brannigan Breathnach Cullinane Devane Fallon Geraghty Hanrahan Kinsella Loughnane MacGiolla "
    "Mulhern Ní-Bhriain Ó-Ceallaigh O'Dwyer O'Flaherty O'Shea Prendergast Quigley Rafferty Scanlon Tierney",
    "DE": "Ackermann Albrechtsen Bärwald Behrends Brüggemann Demirkan Eichstädt Feddersen Fröhlich Gäbler Grünwaldt "
    "Güneş Hasenkamp Hölscher Jessen Kirchhoff Köpke Kühnert Lüdtke Lohmeyer Möllenbrink Nüßlein Öztekin Petersohn "
    "Quandtmann Rößner Schäfermeier Schönbeck Stöver Thießen Uhlmann Vogelsang Wäschle Yıldızhan Zöllner",
    "FR": "Aubrevillers Barthélémy Beaucarne Bérangier Chastenet Clavière Courbevoisin Delacourtie Desmarchais "
    "Estaquier Fauconnet Garrigou Hautefeuille Jolivet-Nau Laforestrie Lemaréchal Malbranque Montgolfin Pélissard "
    "Quémeneur Rocheblave Saint-Amance Thévenard Vauquelin Vertadier",
    "PL": "Bąkiewicz Chmielnicka Dąbrowiecki Grzelakowska Jędraszczyk Kołodziejska Krzyżostan Łabuzek Mączyński "
    "Niedźwiecka Ośmiałowska Pawłowicka Rzeszotek Sikorzyński Śliwczyńska Trzebiatowska Wójtowiak Zagórzycka Żmudziński",
}  # fmt: skip
# Two harmless names can meet to make somebody everybody knows, or look it.
FAMOUS = {
    "sanjay desai",
    "felix mukherjee",
    "grace coombes",
    "nadia hussain",
    "imran malik",
    "zainab malik",
}
WORDS = tuple(
    "Aldermere Ambergate Ashcombe Barrowfen Birchwell Blackthorn Blythmoor Bramblewick Brindlecote Calderwick Cinderford "
    "Claymarsh Cobblestow Copperfold Corvane Dapplemere Dunmarrow Eddystow Elderbrook Embercliff Fallowgate Farthingale "
    "Fennimore Fernhollow Flintwick Foxmantle Glenhallow Greyfriar Harrowmead Hazelport Heronsgate Hollinbeck "
    "Ivorywell Kestrelbank Kilnhurst Lanternhill Limewharf Lockmere Longbarrow Marlstone Meadowsweet "
    "Millrace Mossgrove Netherby Oakendale Orchardway Otterburn Pebblebrook Pennymoor Pilgrimsway Quillfeather "
    "Ravensmoor Rookwood Rosebank Rushmere Saltbox Sedgewater Silverbeck Spindleberry "
    "Stonecrop Swallowtail Tallowfield Tidewater Tinderbox Thornwick Umberleigh Wagtail Wainscot Whinfell "
    "Willowherb Windlass Wrenfield Yarrowby".split()
)  # fmt: skip


def given(rng: random.Random, country: str) -> str:
    """A given name as common in the country."""
    return rng.choice(GIVEN[country].split())


def family(rng: random.Random, country: str) -> str:
    """A family name as found in the country."""
    return rng.choice(FAMILY[country].split()).replace("Ó-", "Ó ").replace("Ní-", "Ní ")


def person(rng: random.Random, country: str) -> tuple[str, str]:
    """Given and family name, one in eight from a neighbouring country, nobody who is known from television."""
    while True:
        home = country if rng.random() < 0.875 else rng.choice(tuple(GIVEN))
        pair = given(rng, home), family(rng, home)
        if " ".join(pair).casefold() not in FAMOUS:
            return pair


SPELLED = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "L", "ä": "ae", "ö": "oe", "ü": "ue", "ı": "i", "ø": "o", "æ": "ae"}
)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """The text in lower-case ASCII letters and digits, words parted by a hyphen; for addresses of mail and web."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(SPELLED))
    kept = "".join(
        sign for sign in bare.casefold() if sign.isascii() and (sign.isalnum() or sign in " -&.")
    )
    return "-".join(kept.replace("&", " and ").replace(".", "").replace("-", " ").split())
