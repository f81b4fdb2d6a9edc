"""A worker is killed in the middle, a broker falls over: the work is done, and there is one result.

On both brokers. RabbitMQ takes long to start, so its tests have a mark of their own: `pytest -m rabbitmq`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from uuid import UUID

import pytest
from django.db import connection, transaction

from achtergrond.models import Resultaatdeel, Taakopdracht
from achtergrond.services import plek
from gebruikers.geheim import Doel, ontsleutel
from gebruikers.rollen import Rol
from jid.celery import app
from tests.factories.berichten import maak_mail
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.rabbitmq import RabbitMQ, ontbreekt
from tests.hulp.smtp import mailserver
from tests.hulp.werker import DELEN, halverwege, hervat, vraag, wacht_tot, werker
from tests.hulp.wie import fabriek as als_fabriek

pytestmark = pytest.mark.databank


@dataclass
class Toestel:
    """A committed database, an auditor, a file that stops the work halfway, and the environment of the processes."""

    auditor: int
    wacht: Path
    omgeving: dict[str, str]

    def werker(self, **meer: str):
        return werker(**self.omgeving, **meer)

    def vraag(self) -> UUID:
        return UUID(vraag(self.auditor, **self.omgeving))

    def wacht_op_halverwege(self) -> None:
        wacht_tot(halverwege(self.wacht).exists, "het werk is halverwege")

    def wacht_op_klaar(self, *pks: UUID) -> None:
        wacht_tot(lambda: all(_rij(pk).staat == "klaar" for pk in pks), "het werk is klaar")


def _rij(pk: UUID) -> Taakopdracht:
    with transaction.atomic(), als_fabriek():
        return Taakopdracht.objects.get(pk=pk)


def _bestand(pk: UUID) -> list[str]:
    with transaction.atomic(), als_fabriek():
        opdracht = Taakopdracht.objects.get(pk=pk)
        delen = Resultaatdeel.objects.filter(opdracht=opdracht).order_by("nummer")
        return [ontsleutel(d.inhoud, doel=Doel.TAAK, bij=plek(opdracht, d.nummer)) for d in delen]


def _toestel(kloon: str, map_: Path, **omgeving: str) -> Toestel:
    with transaction.atomic(), als_fabriek():
        auditor = maak_gebruiker(Rol.AUDITOR).pk
    wacht = map_ / "wacht"
    wacht.touch()
    return Toestel(auditor, wacht, {"JID_DATABASE": kloon, "PROEF_WACHT": str(wacht), **omgeving})


@pytest.fixture
def toestel(kloon: str, tmp_path: Path) -> Toestel:
    return _toestel(kloon, tmp_path)


@pytest.fixture(scope="module")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    """Started once for this module."""
    if reden := ontbreekt():
        pytest.skip(reden)
    broker = RabbitMQ(tmp_path_factory.mktemp("rabbitmq") / "knoop")
    try:
        broker.start()
        yield broker
    finally:
        broker.ruim_op()


@pytest.fixture
def toestel_rabbitmq(kloon: str, tmp_path: Path, rabbitmq: RabbitMQ) -> Toestel:
    return _toestel(kloon, tmp_path, CELERY_BROKER_URL=rabbitmq.url)


def _een_worker_wordt_gedood(toestel: Toestel) -> UUID:
    pk = toestel.vraag()
    with toestel.werker() as eerste:
        toestel.wacht_op_halverwege()
        _dood_halverwege(eerste, pk)
    toestel.wacht.unlink()
    return pk


def _dood_halverwege(werker: Popen[bytes], pk: UUID) -> None:
    assert (_rij(pk).staat, _rij(pk).gedaan, _bestand(pk)) == ("bezig", 1, [DELEN[0]])
    werker.kill()
    werker.wait(20)


def _een_keer_klaar(toestel: Toestel, pk: UUID, *, pogingen: int) -> None:
    toestel.wacht_op_klaar(pk)
    assert (_rij(pk).poging, _bestand(pk)) == (pogingen, list(DELEN))


def test_een_bestand_en_een_mail_van_een_gedode_worker_komen_er_een_keer(toestel):
    """He was making a file and sending a mail: both are done by the next one, and once."""
    with mailserver() as smtp:
        smtp.wacht.set()
        omgeving = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(smtp.poort), "WERKERS": "2"}
        pk, mail = toestel.vraag(), _stuur_mail(toestel)
        with toestel.werker(**omgeving) as eerste:
            toestel.wacht_op_halverwege()
            wacht_tot(smtp.in_gesprek.is_set, "de mailserver is aan de lijn")
            _dood_halverwege(eerste, pk)
        toestel.wacht.unlink()
        smtp.wacht.clear()
        with toestel.werker(**omgeving):
            wacht_tot(lambda: len(smtp.ontvangen) == 1 and _staat(mail) == "verstuurd", "de mail is weg")
            _een_keer_klaar(toestel, pk, pogingen=2)
        assert len(smtp.ontvangen) == 1


def test_in_de_wachtrij_staat_alleen_een_kenmerk_en_de_planner_stuurt_wat_kwijt_is_opnieuw(toestel):
    """What is lost is a mark alone: in the queue stands nothing of the work."""
    toestel.wacht.unlink()
    pk = toestel.vraag()
    with transaction.atomic(), als_fabriek(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM pgmq.q_c_celery RETURNING message::text")
        (tekst,) = [tekst for (tekst,) in cursor.fetchall() if str(pk) in tekst]
    assert "proef" not in tekst
    assert str(toestel.auditor) not in tekst.replace(str(pk), "").split("argsrepr")[1][:60]
    assert hervat(**toestel.omgeving) == "1"
    with toestel.werker():
        _een_keer_klaar(toestel, pk, pogingen=1)


def _stuur_mail(toestel: Toestel) -> UUID:
    with transaction.atomic(), als_fabriek():
        mail = maak_mail("een@demo.example")
    with app.connection_for_write() as verbinding:
        _op_kloon(verbinding, toestel.omgeving["JID_DATABASE"])
        app.send_task("post.verstuur", [str(mail.pk)], connection=verbinding)
    return mail.pk


def _op_kloon(verbinding, kloon: str) -> None:
    opties = verbinding.transport_options
    opties["conn_string"] = opties["conn_string"].replace("dbname=jid", f"dbname={kloon}")


def _staat(pk: UUID) -> str:
    with transaction.atomic(), als_fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT staat FROM post_mail WHERE id = %s", [pk])
        return cursor.fetchone()[0]


@pytest.mark.rabbitmq
def test_een_gedode_worker_en_rabbitmq(toestel_rabbitmq):
    pk = _een_worker_wordt_gedood(toestel_rabbitmq)
    with toestel_rabbitmq.werker():
        _een_keer_klaar(toestel_rabbitmq, pk, pogingen=2)


@pytest.mark.rabbitmq
def test_rabbitmq_valt_om_terwijl_er_gewerkt_wordt(toestel_rabbitmq, rabbitmq):
    """One order is being done, one waits in the queue, one is asked while the broker is away."""
    toestel = toestel_rabbitmq
    bezig = toestel.vraag()
    with toestel.werker():
        toestel.wacht_op_halverwege()
        wachtend = toestel.vraag()
        rabbitmq.stop()
        gevraagd_zonder = toestel.vraag()  # no error for who asks
        rabbitmq.start()
        toestel.wacht.unlink()
        toestel.wacht_op_klaar(bezig, wachtend)
        assert hervat(**toestel.omgeving) == "1"
        toestel.wacht_op_klaar(gevraagd_zonder)
    for pk in (bezig, wachtend, gevraagd_zonder):
        assert (_rij(pk).poging, _bestand(pk)) == (1, list(DELEN))
