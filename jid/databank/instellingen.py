"""What we tell the server: reachable by one socket only, and silent about content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

VAST: dict[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "jit": "off",  # compiling costs more than it gains on these queries
    # The log holds the life of the server, never a statement, a parameter or a row. ERROR ranks below LOG
    # here: messages such as "Key (email)=(…) already exists" go to the client alone.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",  # without DETAIL: "Failed process was running: INSERT …"
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
HBA = "local all all scram-sha-256\n"  # with trust everyone who reaches the socket is a superuser


def configuratie(socketmap: Path, eigen: Mapping[str, str]) -> str:
    """The text of our configuration file; `eigen` wins."""
    waarden = VAST | {"unix_socket_directories": str(socketmap)} | dict(eigen)
    return "".join(f"{naam} = '{waarde.replace(chr(39), chr(39) * 2)}'\n" for naam, waarde in waarden.items())


def locale_van(hoofdversie: int) -> list[str]:
    """Arguments of initdb for an order that is the same on every machine.

    The builtin provider exists from 17, its full Unicode case mapping from 18; before, the C library's.
    """
    if hoofdversie < 17:
        return ["--locale=C.UTF-8"]
    naam = "C.UTF-8" if hoofdversie == 17 else "PG_UNICODE_FAST"
    return ["--locale=C", "--locale-provider=builtin", f"--builtin-locale={naam}"]
