"""Runs the steps of deploy/Containerfile in a chroot, where no container can be built, and asks the result for a page.

    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates trixie ROOT
    make build && python scripts/rehearse_image.py ROOT dist/atrium-*.whl

As root. What the base image brings beyond Debian is the name ``python``.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

CONTAINERFILE = Path(__file__).resolve().parent.parent / "deploy" / "Containerfile"
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
PORT = 8000
SECONDS = 240


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Each instruction with its words, comments left out and lines joined."""
    plain = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    for line in plain.replace("\\\n", " ").splitlines():
        name, _, words = line.strip().partition(" ")
        if name:
            yield name, words.strip()


def main(root: Path, wheel: Path) -> int:
    """Run them; 0 where the page came."""
    environment = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    (root / "usr/local/bin/python").unlink(missing_ok=True)
    (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
    for known in ("/etc/resolv.conf", AUTHORITIES):
        shutil.copy(known, f"{root}{known}")
    # A proxy of this machine's network may have an authority of its own.
    environment["PIP_CERT"] = AUTHORITIES
    command: list[str] = []
    for name, words in steps(CONTAINERFILE.read_text()):
        match name:
            case "RUN":
                print(f"RUN {words[:100]}", flush=True)
                subprocess.run(["chroot", root, "sh", "-c", words], env=environment, check=True)
            case "COPY":
                shutil.copy(wheel, root / "tmp")
            case "ENV":
                pairs = (pair.split("=", 1) for pair in words.split())
                environment |= {k: v.replace("$PATH", environment["PATH"]) for k, v in pairs}
            case "CMD":
                command = re.findall(r'"([^"]*)"', words)
    return asked(["chroot", "--userspec=10001", str(root), *command], environment)


def asked(command: list[str], environment: dict[str, str]) -> int:
    """Start it, wait for its page, stop it; 0 where it came."""
    address = f"http://127.0.0.1:{PORT}/accounts/login/"
    with subprocess.Popen(command, env=environment) as server:
        try:
            for _ in range(SECONDS):
                time.sleep(1)
                try:
                    with urllib.request.urlopen(address, timeout=5) as answer:
                        print(f"{answer.status} {address}", flush=True)
                        return 0
                except (urllib.error.URLError, OSError):
                    continue
        finally:
            server.terminate()
    print(f"No answer from {address} in {SECONDS} s", flush=True)
    return 1


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("Run this as root: it needs chroot.")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
