"""Mail about messages and reminders: by the real worker role, without content, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from berichten import mailen
from berichten.models import Bericht, Voorkeur
from berichten.services import handel_verlopen_af
from berichten.soorten import Soort
from gebruikers.context import namens
from gebruikers.models import Gebruiker, Lidmaatschap
from gebruikers.rollen import Rol
from post.models import Mail
from tests.factories.berichten import maak_bericht
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, sluit_uit
from tests.hulp.opdracht import als_rol
from tests.hulp.wie import fabriek
from zaken.instellingen.herinneringen import ronde_in_woorden
from zaken.models import Herinnerronde, Termijn, Toekenning
from zaken.services import herinneringen
from zaken.services.herinneringen import BEWAAR, herinner, laatste_ronde, maak_herinneringen

pytestmark = pytest.mark.databank
NU = datetime(2026, 11, 23, 8, tzinfo=UTC)
VANDAAG = date(2026, 11, 23)
MERK = "Zeldzaammerkwoord"


@contextmanager
def schrijf() -> Iterator[None]:
    with transaction.atomic(), fabriek():
        yield


@pytest.fixture
def worker(kloon, settings):
    """The outbox as in production, everything empty, and a way to run as the worker."""
    settings.EMAIL_BACKEND = "post.backend.Uitgaand"
    settings.BASISADRES = "https://jid.example"
    with schrijf():
        Mail.objects.all().delete()
        Bericht.objects.all()._raw_delete("default")

    @contextmanager
    def als_worker() -> Iterator[None]:
        with als_rol("worker", kloon):
            yield

    return als_worker


def lezer(mail: str | None = None) -> Gebruiker:
    gebruiker = maak_gebruiker(Rol.ADVISEUR)
    if mail:
        Voorkeur.objects.create(gebruiker=gebruiker, mail=mail)
    return gebruiker


def gemaild() -> list[tuple[str, str]]:
    with schrijf():
        return list(Mail.objects.order_by("gemaakt_op", "adres").values_list("adres", "soort"))


def test_meteen_dagelijks_of_niet_en_nooit_twee_keer(worker):
    with schrijf():
        direct, dagelijks, geen = lezer("direct"), lezer(), lezer("geen")
        for wie in (direct, dagelijks, geen):
            maak_bericht(wie, maak_melding(lezers=(wie,)), op=NU - timedelta(minutes=1))
    with worker():
        assert [mailen.mail_direct(nu=NU) for _ in range(2)] == [1, 0]
        assert [mailen.mail_overzicht(vandaag=VANDAAG, nu=NU) for _ in range(2)] == [1, 0]
    assert gemaild() == [(direct.email, "bericht"), (dagelijks.email, "overzicht")]
    with schrijf():
        maak_bericht(dagelijks, maak_melding(lezers=(dagelijks,)), op=NU)
    with worker():
        assert mailen.mail_overzicht(vandaag=VANDAAG, nu=NU) == 0  # one mail a day
        assert mailen.mail_overzicht(vandaag=VANDAAG + timedelta(days=1), nu=NU + timedelta(days=1)) == 1


def test_een_vraag_om_akkoord_die_verliep_is_afgehandeld(worker):
    with schrijf():
        aan = lezer()
        for dagen, soort in (
            (8, Soort.AKKOORD_GEVRAAGD),
            (6, Soort.AKKOORD_GEVRAAGD),
            (8, Soort.NOODTOEGANG),
        ):
            maak_bericht(aan, soort=soort, object_id=uuid4(), op=NU - timedelta(days=dagen))
    with worker():
        assert [handel_verlopen_af(nu=NU) for _ in range(2)] == [1, 0]
    with schrijf():
        klaar = Bericht.objects.filter(afgehandeld_op=NU, gelezen_op=NU)
        assert [(een.soort, een.op) for een in klaar] == [("akkoord_gevraagd", NU - timedelta(days=8))]


def test_in_de_mail_staan_een_datum_en_een_link_en_verder_niets(worker, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with schrijf():
        wie = lezer("direct")
        melding = maak_melding(lezers=(wie,), onderwerp=MERK)
        maak_bericht(wie, melding, op=NU)
    with worker():
        mailen.mail_direct(nu=NU)
    (mail,) = mailoutbox
    tekst = f"{mail.subject}\n{mail.body}"
    assert "23 november 2026" in mail.body
    assert "https://jid.example/berichten/" in mail.body
    for geheim in (MERK, melding.zaaknummer, str(melding.pk), wie.naam, "toegewezen", "gedeeld"):
        assert geheim not in tekst


def test_over_wat_niemand_meer_ziet_of_al_gelezen_is_gaat_geen_mail(worker):
    with schrijf():
        kwijt, uitgesloten, gelezen, weg = (lezer("direct") for _ in range(4))
        for wie in (kwijt, uitgesloten, gelezen, weg):
            zaak = maak_melding(lezers=(wie,))
            maak_bericht(wie, zaak, op=NU, gelezen_op=NU if wie is gelezen else None)
            if wie is kwijt:
                Toekenning.objects.filter(user=wie).update(
                    beeindigd_op=NU - timedelta(1), beeindigd_door=gelezen
                )
            if wie is uitgesloten:
                sluit_uit(zaak, wie)
        Gebruiker.objects.filter(pk=weg.pk).update(is_active=False)
    with worker():
        assert mailen.mail_direct(nu=NU) == 0
        assert mailen.mail_overzicht(vandaag=VANDAAG, nu=NU) == 0
    assert gemaild() == []


def test_over_noodtoegang_gaat_altijd_meteen_mail(worker):
    with schrijf():
        wie = lezer("geen")
        maak_bericht(wie, maak_melding(lezers=(wie,)), op=NU)
        maak_bericht(wie, soort=Soort.NOODTOEGANG, object_id=uuid4(), op=NU)
    with worker():
        assert [mailen.mail_direct(nu=NU) for _ in range(2)] == [1, 0]
    with schrijf():
        assert list(Bericht.objects.filter(gemaild_op=None).values_list("soort", flat=True)) == ["gedeeld"]


def test_oude_berichten_worden_vergeten(worker):
    with schrijf():
        wie = lezer()
        maak_bericht(wie, soort=Soort.NOODTOEGANG, op=NU - mailen.BEWAAR - timedelta(hours=1))
        maak_bericht(wie, soort=Soort.NOODTOEGANG, op=NU)
    with worker():
        assert mailen.ruim_op(nu=NU) == 1


def termijn(zaak, werkdatum: date, code: str = "melding_terugkoppeling", **velden) -> Termijn:
    datums = dict.fromkeys(("kale_datum", "datum", "werkdatum"), werkdatum)
    nieuw = Termijn(
        id=uuid4(), zaak=zaak, code=code, naam=code, bron="test", waarom="test", **datums, **velden
    )
    nieuw.save(force_insert=True)
    return nieuw


def herinnerd() -> list[tuple[int, object, date]]:
    with schrijf():
        return list(
            Bericht.objects.filter(soort="termijn")
            .values_list("aan_id", "object_id", "dag")
            .order_by("dag", "aan_id")
        )


def test_een_herinnering_komt_op_tijd_en_een_keer(worker):
    with schrijf():
        wie = lezer()
        zaak = maak_melding(lezers=(wie,), behandelaar=wie)
        binnen = termijn(zaak, VANDAAG + timedelta(days=14))
        termijn(
            zaak, VANDAAG + timedelta(days=3), "melding_ontvangstbevestiging"
        )  # two days before, by default
        termijn(zaak, VANDAAG, "nazorg", kenmerk="klaar", voldaan_op=VANDAAG)
        termijn(zaak, VANDAAG, "nazorg", kenmerk="weg", vervallen=True)
        termijn(zaak, VANDAAG, "nazorg", kenmerk="indicatie", is_indicatie=True)
        termijn(zaak, VANDAAG - timedelta(days=2), "nazorg", kenmerk="voorbij")
    with worker():
        assert herinner(vandaag=VANDAAG - timedelta(days=1)) == 0
        assert [herinner(vandaag=VANDAAG + timedelta(days=dag)) for dag in (0, 0)] == [1, 0]
    assert herinnerd() == [(wie.pk, binnen.pk, VANDAAG + timedelta(days=14))]
    with schrijf():
        Termijn.objects.zonder_toegangsfilter(reden="test").filter(pk=binnen.pk).update(
            werkdatum=VANDAAG + timedelta(days=20), datum=VANDAAG + timedelta(days=20)
        )
    with worker():
        assert herinner(vandaag=VANDAAG + timedelta(days=6)) == 1  # the new last day
    assert [dag for *_, dag in herinnerd()][-1] == VANDAAG + timedelta(days=20)


def test_zonder_behandelaar_horen_de_teamleiders_het(worker):
    with schrijf():
        team = maak_team()
        leider, _ = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _ in range(2))
        Lidmaatschap.objects.filter(gebruiker=leider).update(is_teamleider=True)
        dag = VANDAAG + timedelta(days=40)
        termijn(maak_melding(team=team), dag)
    with worker():
        herinner(vandaag=dag)
    assert [aan for aan, *_ in herinnerd()] == [leider.pk]


def test_de_beheerder_ziet_de_laatste_ronde_en_dat_zij_niet_is_afgemaakt(worker, monkeypatch):
    with schrijf():
        wie, beheerder = lezer(), maak_gebruiker(Rol.BEHEERDER)
        termijn(maak_melding(lezers=(wie,), behandelaar=wie), VANDAAG + timedelta(days=14))

    def gezegd(na: timedelta) -> str:
        with namens(wie):
            assert laatste_ronde() is None
        with namens(beheerder):
            return ronde_in_woorden(laatste_ronde(), nu=NU + na)["ronde"]

    assert gezegd(timedelta(0)).startswith("Er is nog geen ronde geweest.")
    with worker():
        for te_oud in (0, 1):
            Herinnerronde.objects.create(dag=VANDAAG - BEWAAR - timedelta(days=te_oud), begonnen_op=NU)
        assert [maak_herinneringen(vandaag=VANDAAG, nu=NU) for _keer in range(2)] == [1, 0]
        dagen = Herinnerronde.objects.order_by("dag").values_list("dag", flat=True)
        assert list(dagen) == [VANDAAG - BEWAAR, VANDAAG]
    assert "Er ging op die dag 1 bericht uit." in gezegd(timedelta(days=1))
    assert "waarom er daarna geen was" in gezegd(timedelta(days=2))

    def stuk(**_: object) -> int:
        raise ConnectionError

    monkeypatch.setattr(herinneringen, "herinner", stuk)
    with pytest.raises(ConnectionError), worker():
        maak_herinneringen(vandaag=VANDAAG, nu=NU)
    assert "is bezig" in gezegd(timedelta(minutes=1))
    assert "is niet afgemaakt" in gezegd(timedelta(minutes=11))
