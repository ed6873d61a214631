"""What Atrium is made of, under which licences, and whether each may be part of a program under the AGPL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ITSELF = "atrium"
LOCK = Path(__file__).resolve().parent.parent.parent / "package-lock.json"
# What a program under AGPL-3.0-or-later may hold, by the identifiers of SPDX.
FITS = frozenset(
    "0BSD AGPL-3.0-or-later Apache-2.0 BSD-0-Clause BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python "
    "GPL-3.0-or-later ISC LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MIT MIT-0 MIT-CMU "
    "MPL-2.0 OFL-1.1 PSF-2.0 Python-2.0 Unlicense Zlib LicenseRef-Public-Domain".split()
)
# What packages call their licence where they give no identifier, as their metadata writes it.
_CALLED = {
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: BSD License": "BSD-3-Clause",
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: ISC License (ISCL)": "ISC",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "OSI Approved :: The Unlicense (Unlicense)": "Unlicense",
    "OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "Public Domain": "LicenseRef-Public-Domain",
    "MIT License": "MIT",
    "BSD": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
}
# Read in the packages themselves, whose metadata says nothing, or too much.
_READ = {
    "pyrage": "MIT",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "qrcode": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}
_REQUIRED = re.compile(r"^([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?([^;]*)(?:;(.*))?$")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


@dataclass(frozen=True)
class Part:
    """A package that Atrium holds; an empty licence is one that nobody could read."""

    name: str
    version: str
    licence: str
    kind: str

    @property
    def fits(self) -> bool:
        """Whether it may be part of Atrium."""
        return fits(self.licence)


def parts() -> list[Part]:
    """Every package that runs with Atrium, and in a checkout those built into its pages, by name."""
    found = [*_python(), *_front_end()]
    return sorted(found, key=lambda part: (part.kind, part.name.lower()))


def fits(expression: str) -> bool:
    """Whether an expression of SPDX can be kept to: one of what OR joins, all of what AND joins."""
    plain = expression.replace("(", " ").replace(")", " ")
    choices = [choice.split(" AND ") for choice in plain.split(" OR ")]
    return any(all(word.strip() in FITS for word in choice) for choice in choices)


def _python() -> Iterator[Part]:
    seen: set[tuple[str, frozenset[str]]] = set()
    named: set[str] = set()
    waiting: list[tuple[str, frozenset[str]]] = [(ITSELF, frozenset())]
    while waiting:
        wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        try:
            package = distribution(wanted[0])
        except PackageNotFoundError:
            continue  # for another system or another Python
        waiting += _required(package, wanted[1])
        key = package.name.lower()
        if key not in named and key != ITSELF:
            named.add(key)
            yield Part(package.name, package.version, _licence(package), "Python")


def _required(
    package: Distribution, extras: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for line in package.requires or []:
        match = _REQUIRED.match(line)
        if match is None:
            continue
        name, more, _version, marker = match.groups()
        only = _EXTRA.search(marker or "")
        if only is None or only[1] in extras:
            words = frozenset(word.strip() for word in (more or "").split(",") if word.strip())
            yield name, words


def _licence(package: Distribution) -> str:
    known = _READ.get(package.name.lower())
    told = package.metadata
    if known or told.get("License-Expression"):
        return known or str(told["License-Expression"])
    # A long one is the text of the licence, whose name the classifier has.
    short = str(told.get("License") or "")[:80].strip()
    if _CALLED.get(short, short) in FITS:
        return _CALLED.get(short, short)
    prefix = "License :: "
    classes = [c.removeprefix(prefix) for c in told.get_all("Classifier") or [] if prefix in c]
    return " AND ".join(_CALLED.get(each, each) for each in classes if each != "OSI Approved")


def _front_end() -> Iterator[Part]:
    if not LOCK.exists():
        return
    for path, told in json.loads(LOCK.read_text())["packages"].items():
        if path and not told.get("dev"):
            name = path.rpartition("node_modules/")[2]
            yield Part(name, told.get("version", ""), told.get("license", ""), "front end")
