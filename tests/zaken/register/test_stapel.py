"""Assigning many zaken at once: each by its own right, and every outcome in words."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import sluit_uit
from tests.hulp.wie import als
from zaken.models import Zaak
from zaken.register import registers
from zaken.toegang import BELEID

pytestmark = [pytest.mark.databank]


@pytest.fixture
def ploeg(register, fabriek):
    """Somebody of the desk, who gets work, and who is not allowed to hand it out."""
    beleid = BELEID[register.soort]
    bureau = min(beleid.intake & beleid.lijst)
    with fabriek():
        team = maak_team("bureau", soort=beleid.bureau or Team.Soort.BEHANDELING)
        return SimpleNamespace(
            team=team,
            bureau=maak_gebruiker(bureau, teams=[team]),
            behandelaar=maak_gebruiker(min(beleid.behandelaar), naam="Nieuwe Behandelaar"),
            zonder=[
                maak_gebruiker(rol) for rol in Rol if rol not in beleid.intake or rol not in beleid.lijst
            ],
        )


def antwoorden(ploeg, *zaken):
    return {
        "zaak": [str(getattr(zaak, "pk", zaak)) for zaak in zaken],
        "behandelaar": ploeg.behandelaar.pk,
        "reden": "Verdeling van de week",
    }


def uitkomsten(antwoord):
    return {
        rij["cellen"][0]["tekst"]: (rij["cellen"][1]["badge"], rij["cellen"][2]["tekst"])
        for rij in antwoord.context["rijen"]
    }


def test_elke_zaak_krijgt_een_eigen_uitkomst(register, ploeg, fabriek, client_van):
    with fabriek():
        goed = maak_zaak(register.soort, team=ploeg.team)
        ook_goed = maak_zaak(register.soort, team=ploeg.team)
        botst = maak_zaak(register.soort, team=ploeg.team)
        sluit_uit(botst, ploeg.behandelaar)
        geannuleerd = maak_zaak(
            register.soort, team=ploeg.team, geannuleerd_op="2024-12-01T12:00Z", geannuleerd_door=ploeg.bureau
        )
        vreemd = maak_zaak(register.soort, onderwerp="Merkwoord onderwerp")
    client = client_van(ploeg.bureau)
    vraag = antwoorden(ploeg, goed, ook_goed, botst, geannuleerd, vreemd, uuid4(), "onzin")
    scherm = client.get(register.url("stapel"), {"zaak": vraag["zaak"]})
    assert "2 gekozen zaken bestaan niet of u hebt er geen toegang toe." in scherm.text
    antwoord = client.post(register.url("stapel"), vraag, follow=True)
    assert uitkomsten(antwoord) == {
        goed.zaaknummer: ("Toegewezen", "Toegewezen aan Nieuwe Behandelaar."),
        ook_goed.zaaknummer: ("Toegewezen", "Toegewezen aan Nieuwe Behandelaar."),
        botst.zaaknummer: (
            "Niet gelukt",
            "Deze persoon of dit team kan hier niet gekozen worden. Kies iemand anders.",
        ),
        geannuleerd.zaaknummer: ("Niet gelukt", "U mag deze zaak niet toewijzen."),
    }
    assert antwoord.context["samenvatting"] == "2 zaken zijn toegewezen. 4 zaken niet: zie hieronder waarom."
    (naar,) = antwoord.redirect_chain
    assert naar == (f"{register.url('stapel_uitslag')}?terug=", 302)
    assert uitkomsten(client.get(naar[0])) == uitkomsten(antwoord)  # read again, nothing is sent again
    anders = client_van(ploeg.bureau).get(naar[0])
    assert anders.url == f"{register.url('lijst')}?tab=alle"  # another session
    for tekst in (scherm.text, antwoord.text):
        assert vreemd.zaaknummer not in tekst
        assert "Merkwoord" not in tekst
    with als(ploeg.behandelaar) as behandelaar:
        assert set(Zaak.objects.zichtbaar_voor(behandelaar).values_list("pk", flat=True)) == {
            goed.pk,
            ook_goed.pk,
        }
    with fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT soort, count(*) FROM logboek_gebeurtenis WHERE soort IN ('toegewezen', 'geweigerd') GROUP BY 1"
        )
        assert dict(cursor.fetchall()) == {"toegewezen": 2, "geweigerd": 2}


def test_een_reden_is_nodig_en_er_gebeurt_niets_zonder(register, ploeg, fabriek, client_van):
    with fabriek():
        zaak = maak_zaak(register.soort, team=ploeg.team)
    antwoord = client_van(ploeg.bureau).post(register.url("stapel"), antwoorden(ploeg, zaak) | {"reden": ""})
    assert (antwoord.status_code, list(antwoord.context["form"].errors)) == (422, ["reden"])
    with als(ploeg.bureau) as bureau:
        assert Zaak.objects.zichtbaar_voor(bureau).get(pk=zaak.pk).behandelaar_id is None


def test_zonder_vinkje_gaat_u_terug_naar_de_lijst(register, ploeg, client_van):
    client = client_van(ploeg.bureau)
    for antwoord in (
        client.get(register.url("stapel")),
        client.post(register.url("stapel"), {"zaak": "onzin"}),
    ):
        assert (antwoord.status_code, antwoord.url) == (302, f"{register.url('lijst')}?tab=alle")


def test_terug_naar_de_lijst_houdt_tab_en_filters(register, ploeg, fabriek, client_van):
    with fabriek():
        zaak = maak_zaak(register.soort, team=ploeg.team, ontvangen_defensie=date(2024, 5, 1))
    client, vraag = client_van(ploeg.bureau), "jaar=2024&tab=niet-toegewezen"
    lijst = client.get(f"{register.url('lijst')}?{vraag}")
    assert f'name="terug" value="{vraag.replace("&", "&amp;")}"' in lijst.text
    formulier = client.get(register.url("stapel"), {"zaak": str(zaak.pk), "terug": vraag})
    uitslag = client.post(register.url("stapel"), antwoorden(ploeg, zaak) | {"terug": vraag}, follow=True)
    for antwoord in (formulier, uitslag):
        assert antwoord.context["lijst_url"] == f"{register.url('lijst')}?{vraag}"
    elders = client.get(register.url("stapel"), {"terug": "//kwaad.example/?tab=mijn&na=x"})
    assert elders.url.startswith(f"{register.url('lijst')}?")


def test_alleen_het_bureau_en_wie_een_team_leidt_delen_uit(register, ploeg, fabriek, client_van):
    for gebruiker in ploeg.zonder:
        client = client_van(gebruiker)
        assert client.get(register.url("stapel")).status_code == 404, gebruiker.rollen
        assert client.get(register.url("stapel_uitslag")).status_code == 404, gebruiker.rollen
        assert client.post(register.url("stapel"), antwoorden(ploeg)).status_code == 404, gebruiker.rollen
    with fabriek():
        maak_zaak(register.soort, team=ploeg.team)
        lid = maak_gebruiker(min(BELEID[register.soort].lijst), teams=[ploeg.team])
        Lidmaatschap.objects.filter(gebruiker=lid).update(is_teamleider=True)
    for gebruiker in (ploeg.bureau, lid):
        assert 'name="zaak"' in client_van(gebruiker).get(register.url("lijst")).text


def _leest_alleen(register):
    """The roles with the list of this register that are not its desk."""
    return BELEID[register.soort].lijst - BELEID[register.soort].intake


@pytest.mark.parametrize(
    "register", list(filter(_leest_alleen, registers())), indirect=True, ids=lambda register: register.soort
)
def test_wie_niets_uitdeelt_ziet_geen_vinkjes(register, fabriek, client_van):
    leest = _leest_alleen(register)
    with fabriek():
        team = maak_team()
        lid = maak_gebruiker(min(leest), teams=[team])
        zaak = maak_zaak(register.soort, team=team)
    lijst = client_van(lid).get(register.url("lijst")).text
    assert zaak.zaaknummer in lijst
    assert 'name="zaak"' not in lijst
