"""What the storeys above contribute to a shared place."""

from collections.abc import Callable, Iterator


class Registry[T]:
    """Named contributions, each name once, in the order that the reader asks for."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> None:
        """Take ``item`` in under ``name``; a name that is taken raises ValueError."""
        if name in self._items:
            msg = f"{name!r} is registered twice"
            raise ValueError(msg)
        self._items[name] = item

    def get(self, name: str) -> T | None:
        return self._items.get(name)

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def ordered(self, key: Callable[[T], int]) -> list[T]:
        return sorted(self._items.values(), key=key)

    def items(self) -> list[tuple[str, T]]:
        """Each with its name, by name."""
        return sorted(self._items.items())
