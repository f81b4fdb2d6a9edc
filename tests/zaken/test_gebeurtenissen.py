"""Every act leaves its row: the kind, who did it, to which zaak, and what it was about. Never a word that was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gebruikers import services as gebruikersdiensten
from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code, maak_melding, sluit_uit
from tests.hulp import meldingen
from tests.hulp.doorgeleiden import overdracht
from tests.hulp.wie import aangemeld
from tests.hulp.wie import als as als_wie
from tests.hulp.wie import fabriek as past_beveiliging
from zaken.models import Persoon, Signaal, Statuswijziging, Uitsluiting, Waarneming, Zaakkoppeling
from zaken.register import register_van
from zaken.services import herziening, koppelingen, kwalificatie, toegang
from zaken.services import overdracht as opvolging
from zaken.services.doorgeleiden import geleid_door
from zaken.services.inhoud import (
    annuleer,
    verwijder_persoon,
    voeg_notitie_toe,
    voeg_persoon_toe,
    wijzig_persoon,
)

pytestmark = pytest.mark.databank
GETYPT = "Merkwoord"
Rij = tuple[str, int, object, str, dict[str, Any]]
"""Kind, who, zaak, object, particulars."""


@pytest.fixture
def t(fabriek):
    """Two meldingen of one behandelaar, a colleague, a desk, somebody excluded, and a beheerder."""
    with fabriek():
        team = maak_team()
        s = SimpleNamespace(
            team=team,
            wie=maak_gebruiker(Rol.ADVISEUR),
            collega=maak_gebruiker(Rol.ADVISEUR, teams=[team]),
            uitgeslotene=maak_gebruiker(Rol.ADVISEUR),
            balie=maak_gebruiker(
                Rol.INTAKE,
                Rol.CKP,
                teams=[maak_team(soort=Team.Soort.INTAKE), maak_team(soort=Team.Soort.KLACHTEN)],
            ),
            beheerder=maak_gebruiker(Rol.BEHEERDER),
        )
        Lidmaatschap.objects.create(team=team, gebruiker=s.wie, is_teamleider=True)
        s.zaak = maak_melding(team=team, lezers=(s.wie,), behandelaar=s.wie)
        s.ander = maak_melding(lezers=(s.wie,), behandelaar=s.wie)
        sluit_uit(s.zaak, s.uitgeslotene)
    return s


def _geregistreerd(t, door) -> list[Rij]:
    gegevens = {
        "ontvangen_defensie": date(2024, 11, 15),
        "onderwerp": GETYPT,
        "omschrijving": GETYPT,
        "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
    }
    zaak = meldingen.registreer(gegevens=gegevens, door=door)
    return [("geregistreerd", door.pk, zaak.pk, "", {"zaaknummer": zaak.zaaknummer})]


def _gewijzigd(t, door) -> list[Rij]:
    meldingen.wijzig(zaak_id=t.zaak.pk, gegevens={"onderwerp": GETYPT}, basisversie=t.zaak.versie, door=door)
    return [("gewijzigd", door.pk, t.zaak.pk, "", {"velden": ["onderwerp"]})]


def _status(t, door) -> list[Rij]:
    zaak = meldingen.wijzig_status(zaak_id=t.zaak.pk, naar="in_beoordeling", toelichting=GETYPT, door=door)
    wijziging = Statuswijziging.objects.van(zaak).get()
    stap = {"van": "nieuw", "naar": "in_beoordeling"}
    return [("status_gewijzigd", door.pk, t.zaak.pk, str(wijziging.pk), stap)]


def _geannuleerd(t, door) -> list[Rij]:
    annuleer(zaak=t.zaak, reden=GETYPT, door=door)
    return [("geannuleerd", door.pk, t.zaak.pk, "", {})]


def _notitie(t, door) -> list[Rij]:
    notitie = voeg_notitie_toe(zaak=t.zaak, tekst=GETYPT, door=door)
    return [("notitie_toegevoegd", door.pk, t.zaak.pk, str(notitie.pk), {})]


def _persoon(t, door) -> list[Rij]:
    persoon = voeg_persoon_toe(zaak=t.zaak, rol=Persoon.Rol.GETUIGE, gegevens={"naam": GETYPT}, door=door)
    wijzig_persoon(zaak=t.zaak, persoon_id=persoon.pk, gegevens={"naam": f"{GETYPT} anders"}, door=door)
    verwijder_persoon(zaak=t.zaak, persoon_id=persoon.pk, door=door)
    return [
        (f"persoon_{wat}", door.pk, t.zaak.pk, str(persoon.pk), {})
        for wat in ("toegevoegd", "gewijzigd", "verwijderd")
    ]


def _gedeeld(t, door) -> list[Rij]:
    nu = timezone.now()
    toegang.verleen(zaak=t.zaak, aan=t.collega, reden=GETYPT, verloopt_op=None, nu=nu, door=door)
    return [("toegang_verleend", door.pk, t.zaak.pk, "", {"aan": t.collega.pk})]


def _toegewezen(t, door) -> list[Rij]:
    toegang.wijs_toe(zaak=t.zaak, behandelaar=t.collega, team=t.team, reden=GETYPT, door=door)
    return [("toegewezen", door.pk, t.zaak.pk, "", {"aan": t.collega.pk})]


def _uitgesloten(t, door) -> list[Rij]:
    toegang.sluit_uit(zaak=t.zaak, gebruiker=t.collega, grond=Uitsluiting.Grond.BETROKKEN, door=door)
    return [("uitgesloten", door.pk, t.zaak.pk, "", {"gebruiker": t.collega.pk})]


def _opgeheven(t, door) -> list[Rij]:
    toegang.hef_uitsluiting_op(zaak=t.zaak, gebruiker=t.uitgeslotene, door=door)
    return [("uitsluiting_opgeheven", door.pk, t.zaak.pk, "", {"gebruiker": t.uitgeslotene.pk})]


def _gekoppeld(t, door) -> list[Rij]:
    soort = Zaakkoppeling.Soort.VERWANT
    koppeling = koppelingen.koppel(zaak=t.zaak, ander=t.ander, soort=soort, reden=GETYPT, door=door)
    koppelingen.ontkoppel(zaak=t.zaak, koppeling_id=koppeling.pk, reden=GETYPT, door=door)
    return [
        (wat, door.pk, zaak.pk, str(koppeling.pk), {"koppeling": "verwant"})
        for wat in ("gekoppeld", "ontkoppeld")
        for zaak in (t.zaak, t.ander)
    ]


def _nagelopen(t, door) -> list[Rij]:
    herziening.herzie(team_id=t.team.pk, beeindig=[], leden_kloppen=True, door=door)
    return [("toegang_herzien", door.pk, None, str(t.team.pk), {"bevestigd": 0, "beeindigd": 0})]


def _waarneming(t, door) -> list[Rij]:
    tot = timezone.now() + timedelta(days=7)
    opvolging.stel_waarneming_in(
        voor=t.wie, waarnemer=t.collega, reden=Waarneming.Reden.VERLOF, verloopt_op=tot, door=door
    )
    opvolging.beeindig_waarneming(voor=t.wie, door=door)
    wie = {"waarnemer": t.collega.pk}
    dag = timezone.localdate(tot).isoformat()
    return [
        ("waarneming_ingesteld", door.pk, None, str(t.wie.pk), {**wie, "tot": dag}),
        ("waarneming_beeindigd", door.pk, None, str(t.wie.pk), wie),
    ]


def _signaal(door) -> Signaal:
    return kwalificatie.leg_signaal_vast(
        soort=Signaal.Soort.ADVIESVRAAG,
        ontvangen_op=date(2024, 11, 15),
        onderwerp=GETYPT,
        reden=GETYPT,
        triage={},
        door=door,
    )


def _signaal_weg(t, door) -> list[Rij]:
    signaal = _signaal(door)
    kwalificatie.annuleer_signaal(signaal_id=signaal.pk, reden=GETYPT, door=door)
    return [
        ("signaal_vastgelegd", door.pk, None, str(signaal.pk), {"signaal": "adviesvraag"}),
        ("signaal_geannuleerd", door.pk, None, str(signaal.pk), {}),
    ]


def _signaal_werd_zaak(t, door) -> list[Rij]:
    signaal = _signaal(door)
    gegevens = {
        "ontvangen_defensie": date(2024, 11, 15),
        "onderwerp": GETYPT,
        "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
    }
    besluit = kwalificatie.Kwalificatiegegevens(reden=GETYPT, signaal=signaal.pk)
    zaak = meldingen.registreer(gegevens=gegevens, kwalificatie=besluit, door=door)
    return [("signaal_werd_zaak", door.pk, zaak.pk, str(signaal.pk), {})]


def _doorgeleid_en_terug(t, door) -> list[Rij]:
    with past_beveiliging():
        oud = maak_melding(team=_team(door, Team.Soort.INTAKE), status="in_beoordeling", anonimiteit="nee")
        Persoon(zaak=oud, rol=Persoon.Rol.MELDER, volgnummer=1, naam=GETYPT).save(force_insert=True)
    nieuw = geleid_door(
        register=register_van("melding"),
        zaak_id=oud.pk,
        overdracht=overdracht("klacht"),
        vandaag=timezone.localdate(),
        door=door,
    )
    koppeling = Zaakkoppeling.objects.zichtbaar_voor(door).get(van_id=oud.pk)
    annuleer(zaak=nieuw, reden=GETYPT, door=door)
    return [
        (wat, door.pk, pk, str(koppeling.pk), {})
        for wat in ("doorgeleid", "doorgeleiding_ongedaan")
        for pk in (oud.pk, nieuw.pk)
    ]


def _team(wie, soort):
    return Team.objects.get(soort=soort, pk__in=wie.teams)


def _account(t, door) -> list[Rij]:
    gebruikersdiensten.deactiveer(gebruiker=t.uitgeslotene, door=door)
    gebruikersdiensten.activeer(gebruiker=t.uitgeslotene, door=door, basisadres="https://jid.example")
    return [
        (f"gebruiker_{wat}", door.pk, None, str(t.uitgeslotene.pk), {})
        for wat in ("gedeactiveerd", "geactiveerd")
    ]


DADEN: dict[str, tuple[str, Callable[..., list[Rij]]]] = {
    "registreren": ("balie", _geregistreerd),
    "wijzigen": ("wie", _gewijzigd),
    "een stap": ("wie", _status),
    "annuleren": ("wie", _geannuleerd),
    "een notitie": ("wie", _notitie),
    "een persoon erbij, anders en weg": ("wie", _persoon),
    "delen": ("wie", _gedeeld),
    "toewijzen": ("wie", _toegewezen),
    "uitsluiten": ("wie", _uitgesloten),
    "een uitsluiting opheffen": ("wie", _opgeheven),
    "koppelen en weer los": ("wie", _gekoppeld),
    "toegang nalopen": ("wie", _nagelopen),
    "waarneming in en uit": ("beheerder", _waarneming),
    "een signaal en weer weg": ("balie", _signaal_weg),
    "een signaal wordt een zaak": ("balie", _signaal_werd_zaak),
    "doorgeleiden en terug": ("balie", _doorgeleid_en_terug),
    "een account dicht en open": ("beheerder", _account),
}


@pytest.mark.parametrize("naam", DADEN)
def test_elke_handeling_laat_haar_regel_na(t, fabriek, naam):
    wie, doe = DADEN[naam]
    with als_wie(getattr(t, wie)) as door:
        verwacht = doe(t, door)
    assert gelogd(fabriek, {rij[0] for rij in verwacht}) == sorted(verwacht, key=str)


LIJSTEN = {
    "meldingen:lijst": {"register": "meldingen", "aantal": 2},
    "mijn_werk": {"register": "mijn_werk", "aantal": 2},
    "signalen:lijst": {"register": "signalen", "aantal": 0},
}


@pytest.mark.parametrize("pagina", LIJSTEN)
def test_een_lijst_is_een_regel_met_een_aantal(t, fabriek, pagina):
    assert aangemeld(t.wie).get(reverse(pagina)).status_code == 200
    assert gelogd(fabriek, {"lijst_getoond"}) == [("lijst_getoond", t.wie.pk, None, "", LIJSTEN[pagina])]


def gelogd(fabriek, soorten) -> list[Rij]:
    """All rows of these kinds; none of the whole log holds what was typed."""
    with fabriek():
        assert GETYPT not in str(list(Gebeurtenis.objects.values()))
        rijen = Gebeurtenis.objects.filter(soort__in=soorten)
        return sorted(
            rijen.values_list("soort", "door_id", "zaak_id", "object_id", "bijzonderheden"), key=str
        )
