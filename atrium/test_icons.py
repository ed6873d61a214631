"""Every icon that a page or a kind names is one that Lucide has: an unknown one would be an error page."""

import re
from pathlib import Path
from zipfile import ZipFile

import lucide
import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).parent
KNOWN = {
    Path(name).stem for name in ZipFile(Path(lucide.__file__).with_name("lucide.zip")).namelist()
}
NAMED = {
    ".html": re.compile(r"""{%\s*icon\s+["']([^"']+)|\b(?:icon|symbol)=["']([\w-]+)["']"""),
    ".py": re.compile(r"""\bicon\b[^=\n"']*=\s*["']([^"']+)["']"""),
}


def icons(text: str, kind: str) -> list[str]:
    """The names in a text, which is the content of a file of that kind."""
    return [next(filter(None, found.groups())) for found in NAMED[kind].finditer(text)]


def test_every_icon_exists() -> None:
    sources = {*ROOT.glob("**/templates/**/*.html"), *ROOT.glob("**/*.py")} - {Path(__file__)}
    used = {
        (path.relative_to(ROOT), name)
        for path in sources
        for name in icons(path.read_text(), path.suffix)
    }
    assert used, "the scan has to find icons"
    assert sorted((str(path), name) for path, name in used if name not in KNOWN) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".html", '{% icon "made-up" 14 %}'),
        (".html", '<c-empty icon="made-up" />'),
        (".py", 'icon: ClassVar[str] = "made-up"'),
        (".py", 'icon="made-up",'),
    ],
)
def test_the_scan_sees_each_way_to_name_one(kind: str, text: str) -> None:
    assert icons(text, kind) == ["made-up"]
    assert "made-up" not in KNOWN
