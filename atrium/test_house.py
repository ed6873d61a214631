"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).parent
CHECKOUT = ROOT.parent
WALL = 300
VIEW_WALL = 25
SOURCES = [path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts]
PROGRAMS = sorted((CHECKOUT / "scripts").glob("*.py"))
VIEWS = [
    path for path in SOURCES if "views" in path.relative_to(ROOT).parts or path.name == "views.py"
]
MODELS = [
    path for path in SOURCES if "models" in path.relative_to(ROOT).parts or path.name == "models.py"
]
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
STYLES = [
    path
    for path in sorted((CHECKOUT / "frontend").glob("css/**/*.css"))
    if path.name != "tokens.css"
]

COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([^)v]*\d"
    r"|:[^;{]*\b(?:white|black|red|green|blue|gr[ae]y|orange|yellow|purple)\b",
    re.IGNORECASE,
)
SHADOW = re.compile(r"shadow\s*[:(][^;}]*(?<![-\w])[\d.]+(?:px|r?em)", re.IGNORECASE)
FONT_SIZE = re.compile(r"font-size\s*:[^;]*\d(?:px|rem|pt)", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEMPLATE_COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
STYLE_ATTRIBUTE = re.compile(r"\sstyle\s*=", re.IGNORECASE)
BARE_HTMX = re.compile(r"(?<![-\w])hx-[a-z]")
FORBIDDEN_NAMES = {"services", "utils", "helpers", "common", "signals"}


def places(paths: list[Path], rule: re.Pattern[str], comments: re.Pattern[str]) -> list[str]:
    """Each line that breaks the rule as ``file:line: text``, with comments taken out."""
    found = []
    for path in paths:
        text = comments.sub(lambda match: "\n" * match[0].count("\n"), path.read_text())
        lines = enumerate(text.splitlines(), 1)
        found += [
            f"{path.relative_to(CHECKOUT)}:{n}: {line.strip()}"
            for n, line in lines
            if rule.search(line)
        ]
    return found


def long_functions(path: Path) -> list[str]:
    functions = [
        node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)
    ]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > VIEW_WALL]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(CHECKOUT)) for path in paths]


def test_files_are_short() -> None:
    long = [path for path in SOURCES + PROGRAMS if len(path.read_text().splitlines()) > WALL]
    assert names(long) == [], f"a file holds one concept: at most {WALL} lines"


def test_files_are_named_after_what_they_hold() -> None:
    assert names([path for path in SOURCES if path.stem in FORBIDDEN_NAMES]) == []


def test_view_functions_are_short() -> None:
    long = [
        f"{path.relative_to(CHECKOUT)}: {name}" for path in VIEWS for name in long_functions(path)
    ]
    assert long == [], f"a view is at most {VIEW_WALL} lines: move the verb to its noun"


def test_views_come_in_by_the_door() -> None:
    direct = [
        path for path in VIEWS if "tests" not in path.parts and ".objects" in path.read_text()
    ]
    assert names(direct) == [], "views start from visible_to(), never from .objects"


def test_models_know_no_web() -> None:
    webby = [
        path for path in MODELS if re.search(r"django\.(http|shortcuts|views)", path.read_text())
    ]
    assert names(webby) == []


def test_templates_carry_no_style() -> None:
    assert places(TEMPLATES, STYLE_ATTRIBUTE, TEMPLATE_COMMENT) == []


def test_templates_write_htmx_as_data_attributes() -> None:
    bare = re.compile(rf"(?<!data-){BARE_HTMX.pattern}")
    assert places(TEMPLATES, bare, TEMPLATE_COMMENT) == [], (
        "write data-hx-…, so that the page is valid HTML"
    )


@pytest.mark.parametrize("rule", [COLOUR, SHADOW, FONT_SIZE], ids=["colour", "shadow", "font size"])
def test_styles_take_their_values_from_the_tokens(rule: re.Pattern[str]) -> None:
    assert places(STYLES, rule, COMMENT) == [], "put the value into tokens.css and use it by var()"


@pytest.mark.parametrize(
    ("rule", "breach"),
    [
        (COLOUR, "color: #fff;"),
        (COLOUR, "background: oklch(.5 .1 20);"),
        (COLOUR, "border-color: white;"),
        (SHADOW, "box-shadow: 0 1px 2px var(--ink);"),
        (FONT_SIZE, "font-size: 13px;"),
        (STYLE_ATTRIBUTE, '<p style="x">'),
        (BARE_HTMX, '<p hx-get="/">'),
    ],
)
def test_the_rules_see_a_breach(rule: re.Pattern[str], breach: str) -> None:
    assert rule.search(breach)


@pytest.mark.parametrize(
    ("rule", "fine"),
    [
        (COLOUR, "color: var(--ink);"),
        (COLOUR, "background: color-mix(in oklab, var(--warn) 12%, var(--sheet));"),
        (SHADOW, "box-shadow: var(--shadow-1);"),
        (SHADOW, "box-shadow: 0 0 0 var(--s-05) var(--sheet);"),
        (FONT_SIZE, "font-size: var(--text-body);"),
        (BARE_HTMX, '<p data-hx-get="/">'),
    ],
)
def test_the_rules_let_tokens_pass(rule: re.Pattern[str], fine: str) -> None:
    assert not rule.search(fine)
