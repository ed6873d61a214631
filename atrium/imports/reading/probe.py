"""A trial reading of a workbook in a process of its own, with little memory, before this process dares to read it.

A damaged XLS can make the native reader ask for hundreds of gigabytes, and that ends the process it runs in.
"""

import subprocess
import sys

_MEMORY = 3 * 1024**3
_SECONDS = 120
_READ_ALL = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineWorkbook, PasswordError
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names:
        for _ in book.get_sheet_by_name(name).iter_rows():
            pass
except PasswordError:
    sys.exit(3)
"""
_LOCKED = 3


def survives(content: bytes) -> bool:
    """Tell whether a workbook can be read to its end without harm; one locked with a password counts as harmless."""
    command = [sys.executable, "-I", "-c", _READ_ALL.format(memory=_MEMORY)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode in {0, _LOCKED}
