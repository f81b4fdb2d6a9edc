"""A mail server that speaks just enough SMTP: keeps what it accepts, refuses what a test says."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailserver:
    """`weiger` gives the answer to RCPT for addresses that contain its key; while `wacht` is set, RCPT gets no answer."""

    poort: int = 0
    ontvangen: list[EmailMessage] = field(default_factory=list)
    weiger: dict[str, str] = field(default_factory=dict)
    wacht: threading.Event = field(default_factory=threading.Event)
    in_gesprek: threading.Event = field(default_factory=threading.Event)


def _maak_behandelaar(server: Mailserver) -> type[socketserver.StreamRequestHandler]:
    class Gesprek(socketserver.StreamRequestHandler):
        def zeg(self, tekst: str) -> None:
            self.wfile.write(f"{tekst}\r\n".encode())

        def handle(self) -> None:
            self.zeg("220 test")
            while regel := self.rfile.readline():
                woord = regel.decode().strip()
                match woord[:4].upper():
                    case "EHLO" | "HELO":
                        self.zeg("250 test")
                    case "RCPT":
                        server.in_gesprek.set()
                        while server.wacht.is_set():
                            time.sleep(0.02)
                        self.zeg(next((a for deel, a in server.weiger.items() if deel in woord), "250 ok"))
                    case "DATA":
                        self.zeg("354 ga door")
                        inhoud = b"".join(iter(self.rfile.readline, b".\r\n"))
                        bericht = message_from_bytes(inhoud, policy=policy.default)
                        assert isinstance(bericht, EmailMessage)
                        server.ontvangen.append(bericht)
                        self.zeg("250 aangenomen")
                    case "QUIT":
                        self.zeg("221 dag")
                        return
                    case _:
                        self.zeg("250 ok")

    return Gesprek


@contextmanager
def mailserver() -> Iterator[Mailserver]:
    """On a free port of this machine, in a thread, until the end of the block."""
    server = Mailserver()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _maak_behandelaar(server)) as luisteraar:
        luisteraar.daemon_threads = True
        server.poort = luisteraar.server_address[1]
        draad = threading.Thread(target=luisteraar.serve_forever, args=(0.02,), daemon=True)
        draad.start()
        try:
            yield server
        finally:
            luisteraar.shutdown()
            draad.join(5)
