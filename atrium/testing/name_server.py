"""A server of the domain name system for the tests: it knows the TXT records that it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingUDPServer
from threading import Thread
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@contextmanager
def serving(texts: dict[str, str]) -> Iterator[str]:
    """Answer on a port of its own, which is given; ``texts`` may be changed meanwhile."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            asked: Any
            asked, line = self.request
            query = dns.message.from_wire(asked)
            name = query.question[0].name
            answer = dns.message.make_response(query)
            answer.flags |= dns.flags.RA
            text = texts.get(name.to_text(omit_final_dot=True))
            if text is None:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            else:
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", f'"{text}"'))
            line.sendto(answer.to_wire(), self.client_address)

    with ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
