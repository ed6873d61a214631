"""Installs the wheel into a bare virtual environment and asks what it serves: the demo, without Node and the checkout.

    make rehearse

Everything lies in a folder of its own that goes afterwards. What the environment says to Python, Django or Atrium is
left out, and PATH names nothing but the virtual environment, so that no Node is found.
"""

import http.cookiejar
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import prepare

EMAIL, PASSWORD = "owner@harbour.example", "demo-demo-demo"
SECONDS = 60

type Command = list[str | Path]


def rehearse() -> int:
    """Build the wheel and try it; 0 where all answers are right."""
    with tempfile.TemporaryDirectory(prefix="atrium-wheel-") as name:
        subprocess.run([prepare.uv(), "build", "--quiet", "--wheel", "--out-dir", name], check=True)
        [wheel] = Path(name).glob("*.whl")
        return tried(wheel)


def tried(wheel: Path) -> int:
    """Install, make the demo, serve, ask; 0 where all answers are right. Raises AssertionError where one is not."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="atrium-wheel-") as name:
        folder = Path(name)
        atrium = installed(wheel, folder)
        path = str(atrium.parent)
        environment = {"PATH": path, "HOME": name, "ATRIUM_DATA": str(folder / "data")}
        assert shutil.which("node", path=path) is None, "The virtual environment has a Node."
        _told("Installed", began)
        subprocess.run(
            [atrium, "demo", "--only", "harbour"],
            cwd=folder,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        _told("Made a demo organisation", began)
        with served(atrium, folder, environment) as address:
            _told("Serving", began)
            ask(address)
    _told("Every page came", began)
    return 0


def installed(wheel: Path, folder: Path) -> Path:
    """The program ``atrium`` in a new virtual environment that holds the wheel and what it needs."""
    bare = folder / "venv"
    quiet = [prepare.uv(), "--quiet"]
    subprocess.run([*quiet, "venv", "--python", sys.executable, bare], check=True, cwd=folder)
    install: Command = [
        *quiet,
        "pip",
        "install",
        "--python",
        bare / "bin" / "python",
        wheel.resolve(),
    ]
    subprocess.run(install, check=True, cwd=folder)
    where: Command = [
        bare / "bin" / "python",
        "-c",
        "import atrium; print(list(atrium.__path__)[0])",
    ]
    found = subprocess.check_output(where, text=True, cwd=folder).strip()
    assert found.startswith(str(bare)), f"It runs from {found}."
    return bare / "bin" / "atrium"


@contextmanager
def served(atrium: Path, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address at which it is up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", folder / "log"
    command: Command = [atrium, "serve", "--port", str(port), "--workers", "1"]
    with (
        log.open("wb") as file,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=file, stderr=file) as server,
    ):
        try:
            for _ in range(SECONDS * 5):
                time.sleep(0.2)
                if _is_up(address):
                    yield address
                    return
            raise AssertionError(f"Not up within {SECONDS} s:\n{log.read_text()[-4000:]}")
        finally:
            server.terminate()


def ask(address: str) -> None:
    """Sign in, and read a client's page with the files that it names."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def read(path: str, data: dict[str, str] | None = None) -> str:
        sent = urllib.parse.urlencode(data).encode() if data else None
        with browser.open(address + path, sent, timeout=30) as answer:
            return str(answer.read().decode())

    form = read("/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token, "The page to sign in has no form."
    read(
        "/accounts/login/", {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    )
    listed = read("/harbour/clients/")
    first = re.search(r'href="(/harbour/clients/\d+/)"', listed)
    assert first, "The list names no client."
    page = read(first[1])
    assert "<h1" in page, "The page of the client has no heading."
    files = sorted(set(re.findall(r'"(/static/[^"]+\.(?:css|js|woff2))"', page)))
    assert any(name.endswith(".css") for name in files), "The page names no style sheet."
    assert any(name.endswith(".js") for name in files), "The page names no script."
    for name in files:
        assert read(name) if not name.endswith("woff2") else True, f"{name} is empty."


def _is_up(address: str) -> bool:
    try:
        # An address of this machine, from above.
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310
            return bool(answer.read())
    except (urllib.error.URLError, OSError):
        return False


def _told(what: str, began: float) -> None:
    print(f"{what} after {time.monotonic() - began:.0f} s", flush=True)
