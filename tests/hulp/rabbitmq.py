"""A RabbitMQ of the tests' own, from Debian's package: own ports, own folder, own port mapper."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.hulp.server import vrije_poort

PROGRAMMA = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
GEDULD = 120.0


def ontbreekt() -> str:
    """Why there is no RabbitMQ to test with, in words; empty when there is."""
    if PROGRAMMA.exists() and shutil.which("erl"):
        return ""
    return (
        "RabbitMQ ontbreekt: installeer het Debian-pakket rabbitmq-server (apt-get install rabbitmq-server)"
    )


class RabbitMQ:
    """One node. `stop` kills it as a power cut would; what it kept is there after the next `start`."""

    def __init__(self, map_: Path) -> None:
        self._map = map_
        self.poort, self._dist, self._epmd = vrije_poort(), vrije_poort(), vrije_poort()
        self.url = f"amqp://guest:guest@127.0.0.1:{self.poort}//"
        self._proces: subprocess.Popen[bytes] | None = None
        map_.mkdir(parents=True)
        (map_ / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{self.poort}\n")
        (map_ / "plugins").write_text("[].\n")

    def start(self) -> None:
        with (self._map / "uitvoer.log").open("ab") as log:
            self._proces = subprocess.Popen(
                [str(PROGRAMMA)], env=self._omgeving(), stdout=log, stderr=log, start_new_session=True
            )
        tot = time.monotonic() + GEDULD
        while not self._antwoordt():
            if self._proces.poll() is not None or time.monotonic() > tot:
                raise RuntimeError((self._map / "uitvoer.log").read_text()[-3000:])
            time.sleep(0.1)

    def stop(self) -> None:
        if self._proces:
            os.killpg(self._proces.pid, signal.SIGKILL)
            self._proces.wait(20)
            self._proces = None

    def ruim_op(self) -> None:
        self.stop()
        for _ in range(50):  # it stays as long as it believes that the node lives
            klaar = subprocess.run(["epmd", "-kill"], env=self._omgeving(), capture_output=True, check=False)
            if klaar.returncode == 0:
                return
            time.sleep(0.1)

    def _omgeving(self) -> dict[str, str]:
        map_ = str(self._map)
        return os.environ | {
            "HOME": map_,  # the Erlang cookie
            "RABBITMQ_NODENAME": f"jidtest{self.poort}@localhost",
            "RABBITMQ_DIST_PORT": str(self._dist),
            "RABBITMQ_MNESIA_BASE": f"{map_}/gegevens",
            "RABBITMQ_LOG_BASE": f"{map_}/log",
            "RABBITMQ_CONFIG_FILE": f"{map_}/rabbitmq.conf",
            "RABBITMQ_GENERATED_CONFIG_DIR": f"{map_}/gemaakt",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{map_}/plugins",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none",
            "ERL_EPMD_PORT": str(self._epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def _antwoordt(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.poort), 1) as lijn:
                lijn.sendall(b"AMQP\x00\x00\x09\x01")
                return bool(lijn.recv(8))
        except OSError:
            return False
