"""Everything Atrium reads from its environment, checked once, refused in words."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from atrium.foundation import disk_words

# With the token behind it the part before the @ has the 64 signs that mail allows at most.
LONGEST_BOX = 8
SHORTEST_KEY = 32
# After how long a PostgreSQL that says nothing counts as gone; libpq's words, which the URL may overrule. The
# system's own are two minutes for one that never answers, and a quarter of an hour for one that ceased to.
PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "15000",
    "keepalives_idle": "30",
    "keepalives_interval": "5",
}
CHECKOUT = Path(__file__).resolve().parent.parent.parent
# Installed from a wheel there is no checkout: then what belongs to nobody else lies where one is.
HOME = CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd()


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings that differ between one installation and the next."""

    data: Path
    database: dict[str, Any]
    secret_key: str
    seal_keys: tuple[str, ...]
    allowed_hosts: list[str]
    email_url: str
    storage_url: str
    base_url: str
    reply_to: str
    outbound_allow: list[str]
    resolvers: list[str]
    styleguide: bool
    metrics_token: str
    error_dsn: str
    api_rate: int
    scanner: str
    idle: int
    map_tiles: str
    map_credit: str
    geocoder: str

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def tile_servers(self) -> list[str]:
        """Where else pictures may come from: the server of map tiles, where there is one."""
        parts = urlsplit(self.map_tiles)
        return [f"{parts.scheme}://{parts.netloc}"] if self.map_tiles else []


def read() -> Environment:
    """Read the ``ATRIUM_*`` variables; an unusable value raises ImproperlyConfigured with the mend."""
    data = Path(os.environ.get("ATRIUM_DATA") or HOME / "var").absolute()
    base_url = _base_url(os.environ.get("ATRIUM_BASE_URL", "http://127.0.0.1:8000"))
    return Environment(
        data=data,
        database=database(os.environ.get("ATRIUM_DATABASE_URL", ""), data),
        secret_key=os.environ.get("ATRIUM_SECRET_KEY") or _kept_secret(data),
        seal_keys=_seal_keys(os.environ.get("ATRIUM_SEAL_KEYS", "")),
        allowed_hosts=_hosts(os.environ.get("ATRIUM_ALLOWED_HOSTS", ""), base_url),
        email_url=os.environ.get("ATRIUM_EMAIL_URL", ""),
        storage_url=os.environ.get("ATRIUM_STORAGE_URL", ""),
        base_url=base_url,
        reply_to=_address("ATRIUM_REPLY_TO"),
        outbound_allow=_words(os.environ.get("ATRIUM_OUTBOUND_ALLOW", "")),
        resolvers=_words(os.environ.get("ATRIUM_RESOLVERS", "")),
        styleguide=os.environ.get("ATRIUM_STYLEGUIDE", "") == "1",
        metrics_token=os.environ.get("ATRIUM_METRICS_TOKEN", ""),
        error_dsn=_dsn(os.environ.get("ATRIUM_ERROR_DSN", "")),
        api_rate=_number("ATRIUM_API_RATE", 30_000),
        scanner=_scanner(os.environ.get("ATRIUM_SCANNER", "")),
        idle=_number("ATRIUM_IDLE", 20),
        map_tiles=_tiles(os.environ.get("ATRIUM_MAP_TILES", "")),
        map_credit=os.environ.get("ATRIUM_MAP_CREDIT", ""),
        geocoder=_web("ATRIUM_GEOCODER"),
    )


def _tiles(text: str) -> str:
    """The address of map tiles with {z}, {x} and {y}; empty for none."""
    fits = urlsplit(text).scheme in {"http", "https"} and urlsplit(text).hostname
    if text and not (fits and all(part in text for part in ("{z}", "{x}", "{y}"))):
        msg = f"ATRIUM_MAP_TILES is {text!r}; write it like https://tiles.example.org/{{z}}/{{x}}/{{y}}.png."
        raise ImproperlyConfigured(msg)
    return text


def _web(name: str) -> str:
    """An address of the web; empty for none."""
    text = os.environ.get(name, "").strip()
    if text and not (urlsplit(text).scheme in {"http", "https"} and urlsplit(text).hostname):
        msg = f"{name} is {text!r}; write it like https://nominatim.example.org/search."
        raise ImproperlyConfigured(msg)
    return text


def _dsn(text: str) -> str:
    """Where errors are reported to; empty for nowhere."""
    parts = urlsplit(text)
    if text and not (
        parts.scheme in {"http", "https"} and parts.username and parts.path.strip("/")
    ):
        msg = "ATRIUM_ERROR_DSN cannot be read; write it like https://KEY@sentry.example.org/1."
        raise ImproperlyConfigured(msg)
    return text


def _scanner(text: str) -> str:
    """Where clamd listens, as host:port; empty for no virus scanner."""
    host, _, port = text.rpartition(":")
    if text and not (host and port.isdecimal()):
        msg = f"ATRIUM_SCANNER is {text!r}; write where clamd listens like 10.0.0.5:3310."
        raise ImproperlyConfigured(msg)
    return text


def _address(name: str) -> str:
    """A mailbox such as reply@example.org; empty for none."""
    text = os.environ.get(name, "").strip()
    box, _, host = text.partition("@")
    if text and (not box or "+" in box or "." not in host or len(box) > LONGEST_BOX):
        msg = f"{name} is {text!r}; write the mailbox that takes replies like reply@example.org."
        raise ImproperlyConfigured(msg)
    return text


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "") or str(default)
    if not text.isascii() or not text.isdecimal():
        msg = f"{name} is {text!r}; write a whole number like {default}, or 0."
        raise ImproperlyConfigured(msg)
    return int(text)


def _seal_keys(text: str) -> tuple[str, ...]:
    """The keys that seal and open, the newest first; none where the installation keeps its own."""
    words = tuple(text.split())
    if any(len(word) < SHORTEST_KEY and word != "secret-key" for word in words):
        msg = f"A word of ATRIUM_SEAL_KEYS is shorter than {SHORTEST_KEY} characters; write long random words with spaces between, the newest first."
        raise ImproperlyConfigured(msg)
    return words


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = f"ATRIUM_BASE_URL is {text!r}; write it like https://atrium.example.org."
        raise ImproperlyConfigured(msg)
    return text.rstrip("/")


def _hosts(text: str, base_url: str) -> list[str]:
    named = _words(text)
    return named or sorted({urlsplit(base_url).hostname or "", "localhost", "127.0.0.1", "[::1]"})


def _kept_secret(data: Path) -> str:
    """The key made at the first start and kept beside the data, readable by its owner only."""
    path = data / "secret-key"
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        msg = f"ATRIUM_DATA is {str(data)!r}, which cannot be written: {disk_words.in_words(error)}"
        raise ImproperlyConfigured(msg) from error
    return path.read_text()


def database(url: str, data: Path) -> dict[str, Any]:
    if not url:
        return sqlite(data / "atrium.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        msg = (
            f"ATRIUM_DATABASE_URL begins with {parts.scheme!r}; write "
            "postgresql://user:password@host:5432/name, or leave it out for SQLite."
        )
        raise ImproperlyConfigured(msg)
    query = dict(parse_qsl(parts.query))
    pool, direct = query.pop("pool", ""), query.pop("direct", "")
    if pool not in {"", "transaction"}:
        msg = f"ATRIUM_DATABASE_URL has pool={pool}; write pool=transaction behind a pool such as pgbouncer, or leave it out."
        raise ImproperlyConfigured(msg)
    return {
        "ENGINE": "atrium.foundation.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": PATIENCE | query,
        # Behind a pool the next transaction may meet another session of the server.
        "POOLED": bool(pool),
        "DIRECT": direct,
        "DISABLE_SERVER_SIDE_CURSORS": bool(pool),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """The SQLite settings that docs/architecture.md gives the measurements for."""
    return {
        "ENGINE": "atrium.foundation.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-32000;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY"
            ),
        },
    }
