"""``make run``: the product with its demo organisations, on this machine only."""

import os
import subprocess
import sys
from typing import NoReturn

from prepare import ROOT

ATRIUM = ROOT / ".venv" / "bin" / "atrium"
HIGHEST_PORT = 65535
LOGINS = """
Atrium: http://127.0.0.1:{port}
Log in as owner@harbour.example, or as admin@, manager@, staff@, viewer@;
the same at northlight.example and okapi.example. Password: demo-demo-demo
"""


def serve() -> NoReturn:
    """Make the demo organisations once, then become the server. A failed step ends the program."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        sys.exit(f"PORT is {port!r}; write a number from 1 to {HIGHEST_PORT}.")
    os.environ.setdefault("ATRIUM_BASE_URL", f"http://127.0.0.1:{port}")
    status = subprocess.run([str(ATRIUM), "demo", "--once"], check=False).returncode
    if status:
        sys.exit(status)
    print(LOGINS.format(port=port), flush=True)
    server = [str(ATRIUM), "serve", "--host", "127.0.0.1", "--port", port]
    os.execv(server[0], server)  # noqa: S606  (the server takes this process's place and its signals)
