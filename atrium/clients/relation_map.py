"""Where the clients of a network stand when they are drawn: a small map and a whole one (X15).

Both are laid out here and drawn as SVG by a template, so that a map needs no script to be read.
Lengths are in units of the picture, which are pixels at its natural size.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from atrium.clients.models import Client
from atrium.clients.network import Edge, Near, Network

WIDE, HIGH = 184, 40
STEP_X, STEP_Y = 292, 54
MARGIN = 28
LETTERS, WORD_LETTERS = 24, 18

SMALL_HIGH, SMALL_STEP, SMALL_WIDTH, SMALL_GAP = 24, 62, 272, 8
SMALL_MOST, SMALL_WIDEST, SMALL_LETTER = 3, 148, 6.9


@dataclass
class Node:
    """A client in the picture: its box by the upper left corner and its size."""

    client: Client
    text: str
    x: float
    y: float
    wide: float = WIDE
    high: float = HIGH
    is_me: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.wide / 2, self.y + self.high / 2


@dataclass(frozen=True)
class Line:
    """What ties two boxes: its path, the word on it and where that stands."""

    path: str
    word: str = ""
    x: float = 0
    y: float = 0
    dashed: bool = False
    ends: tuple[int, int] = (0, 0)


@dataclass
class Picture:
    """Boxes and lines, and how large the whole is."""

    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: float = SMALL_WIDTH
    height: float = 0
    rest: int = 0


def cut(name: str, letters: int) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def small(me: Client, near: list[Near]) -> Picture:
    """The client between those above and those below; the others above, tied by dashes."""
    upper = [each for each in near if each.above][:2]
    others = [each for each in near if not (each.above or each.below)]
    upper += others[: SMALL_MOST - len(upper)]
    lower = [each for each in near if each.below][:SMALL_MOST]
    picture = Picture(rest=len(near) - len(upper) - len(lower))
    top = _row(picture, upper, 1)
    own = SMALL_STEP if upper else 1
    [mine] = _boxes([me], own)
    mine.is_me = True
    below = _row(picture, lower, own + SMALL_STEP)
    picture.nodes.append(mine)
    for each, node in zip(upper, top, strict=True):
        picture.lines.append(_bent(node, mine, each.word, dashed=not each.above))
    for each, node in zip(lower, below, strict=True):
        picture.lines.append(_bent(mine, node, each.word if len(lower) == 1 else ""))
    picture.height = (own + SMALL_STEP if lower else own) + SMALL_HIGH + 1
    return picture


def _row(picture: Picture, row: list[Near], y: float) -> list[Node]:
    nodes = _boxes([each.client for each in row], y)
    picture.nodes += nodes
    return nodes


def _boxes(clients: list[Client], y: float) -> list[Node]:
    """Boxes side by side in the middle, as wide as there is room."""
    count = max(len(clients), 1)
    wide = min((SMALL_WIDTH - (count - 1) * SMALL_GAP) / count - 1, SMALL_WIDEST)
    start = (SMALL_WIDTH - count * wide - (count - 1) * SMALL_GAP) / 2
    letters = int((wide - 14) / SMALL_LETTER)
    return [
        Node(client, cut(client.name, letters), start + n * (wide + SMALL_GAP), y, wide, SMALL_HIGH)
        for n, client in enumerate(clients)
    ]


def _bent(upper: Node, lower: Node, word: str, *, dashed: bool = False) -> Line:
    (x1, _), (x2, _) = upper.middle, lower.middle
    y1, y2 = upper.y + upper.high, lower.y
    half = (y1 + y2) / 2
    outer = x1 if abs(x1 - SMALL_WIDTH / 2) > abs(x2 - SMALL_WIDTH / 2) else x2
    path = f"M{x1:g} {y1:g}V{half:g}H{x2:g}V{y2:g}"
    return Line(
        path, cut(word, WORD_LETTERS), outer, half - 7 if outer == x1 else half + 12, dashed
    )


@dataclass(frozen=True)
class Branch:
    """A client in the tree that says the same as the picture, and what ties it to the one before."""

    client: Client
    word: str
    level: int
    branches: list[Branch]
    beside: list[tuple[str, Client]]


class WholeMap:
    """A network as a forest that grows to the right; what ties its trees is drawn beside."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._above: dict[int, tuple[int, Edge]] = {}
        self._tie()
        self._tied = {id(edge) for _, edge in self._above.values()}
        self._children: defaultdict[int, list[int]] = defaultdict(list)
        for key in sorted(self._above, key=lambda key: network.clients[key].name.casefold()):
            self._children[self._above[key][0]].append(key)
        self.tops = [key for key in network.clients if key not in self._above]

    def _tie(self) -> None:
        """Hang each client below one: what stands above it, else whom it is related to."""
        for edge in sorted(self.network.edges, key=lambda edge: not edge.hierarchical):
            ways = [(edge.second, edge.first), (edge.first, edge.second)]
            if not edge.hierarchical and edge.second == self.network.me.pk:
                ways.reverse()
            for lower, upper in ways[:1] if edge.hierarchical else ways:
                if lower not in self._above and self._top(upper) != lower:
                    self._above[lower] = (upper, edge)
                    break

    def _top(self, key: int) -> int:
        while key in self._above:
            key = self._above[key][0]
        return key

    def picture(self) -> Picture:
        """The boxes in columns by level, and the lines."""
        nodes: dict[int, Node] = {}
        row = 0

        def place(key: int, level: int) -> float:
            nonlocal row
            below = [place(child, level + 1) for child in self._children[key]]
            y = (below[0] + below[-1]) / 2 if below else MARGIN + row * STEP_Y
            row += not below
            client = self.network.clients[key]
            mine = client.pk == self.network.me.pk
            x = MARGIN + level * STEP_X
            nodes[key] = Node(client, cut(client.name, LETTERS), x, y, is_me=mine)
            return y

        for top in self.tops:
            place(top, 0)
        width = max(node.x for node in nodes.values()) + WIDE + MARGIN
        height = MARGIN * 2 + (row - 1) * STEP_Y + HIGH
        lines = [self._line(nodes, edge) for edge in self.network.edges]
        return Picture([nodes[key] for key in self._walk()], lines, width, height)

    def _line(self, nodes: dict[int, Node], edge: Edge) -> Line:
        """From the box on the left to the one on the right, with what the right one is to the left."""
        keys = sorted((edge.first, edge.second), key=lambda key: (nodes[key].x, nodes[key].y))
        left, right = (nodes[key] for key in keys)
        word = cut(edge.word_of(keys[1]), WORD_LETTERS)
        dashed = not edge.hierarchical
        ends = (left.client.number, right.client.number)
        x1, y1 = left.x + left.wide, left.middle[1]
        x2, y2 = right.x, right.middle[1]
        if left.x == right.x:
            bulge = x1 + min(28 + abs(y2 - y1) / 12, STEP_X - WIDE)
            path = f"M{x1:g} {y1:g}C{bulge:g} {y1:g} {bulge:g} {y2:g} {x1:g} {y2:g}"
            return Line(path, word, bulge, (y1 + y2) / 2, dashed, ends)
        turn = x2 - STEP_X + WIDE
        half = (turn + x2) / 2
        start = f"M{x1:g} {y1:g}" + (f"H{turn:g}" if turn > x1 else "")
        path = f"{start}C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}"
        return Line(path, word, half, y2 - 6, dashed, ends)

    def _walk(self) -> list[int]:
        """The keys as one reads the tree."""
        found: list[int] = []
        todo = self.tops[::-1]
        while todo:
            found.append(todo.pop())
            todo += self._children[found[-1]][::-1]
        return found

    def tree(self) -> list[Branch]:
        """The same as nested lists."""
        clients = self.network.clients
        beside: defaultdict[int, list[tuple[str, Client]]] = defaultdict(list)
        for edge in self.network.edges:
            if id(edge) not in self._tied:
                for here, there in ((edge.first, edge.second), (edge.second, edge.first)):
                    beside[here].append((edge.word_of(there), clients[there]))

        def grown(key: int, level: int) -> Branch:
            branches = [grown(child, level + 1) for child in self._children[key]]
            word = self._above[key][1].word_of(key) if key in self._above else ""
            return Branch(clients[key], word, level, branches, beside[key])

        return [grown(top, 1) for top in self.tops]
