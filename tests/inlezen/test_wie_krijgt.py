"""Who gets what was in a file, and hears of it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from berichten.models import Bericht
from gebruikers.models import Lidmaatschap, Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp.wie import aangemeld, fabriek
from zaken.models import Zaak
from zaken.register import registers

from .conftest import Toneel, gebracht, rijen

pytestmark = pytest.mark.databank

MINSTE = {"meldingen": ("hoofdcategorie", "financieel"), "klachten": ("klachtsoort", "ongewenst_gedrag")}
"""What a register asks beside the day, and a value; the others ask nothing."""
LEZERS = {"klachten": Rol.CKP, "misstanden": Rol.MISSTANDEN, "onderzoeken": Rol.ONDERZOEKER}


def _team(soort: str) -> Team:
    """Of this register, with somebody who reads there."""
    with transaction.atomic(), fabriek():
        kind = soort if soort in {"klachten", "misstanden"} else Team.Soort.BEHANDELING
        team = Team.objects.filter(soort=kind, is_actief=True).order_by("id").first() or maak_team(soort=kind)
        Lidmaatschap.objects.create(team=team, gebruiker=maak_gebruiker(LEZERS[soort]))
        return team


@pytest.mark.parametrize("soort", [register.adressen for register in registers()])
def test_van_elk_register_zegt_een_tweede_keer_hetzelfde_en_komt_er_niets_bij(
    toneel: Toneel, soort: str
) -> None:
    team = toneel.team if soort == "meldingen" else _team(soort)
    extra, waarde = MINSTE.get(soort, ("onderwerp", "Regel"))
    gezien = []
    for _ in range(2):
        toneel.breng(
            f"datum_ontvangst;externe_referentie;{extra}\n15-11-2024;Z-{soort}-1;{waarde}\n2-1-2024;Z-{soort}-2;{waarde}\n",
            soort=soort,
        )
        inlezing = toneel.nieuwste()
        velden = {"bestemming": str(team.pk)} if soort == "onderzoeken" else {}
        assert toneel.werk(toneel.lees_in(inlezing, **velden).pk)
        pagina = toneel.pagina(inlezing)
        gezien.append(pagina.split("<main")[1].split("</main>")[0])
        assert toneel.zaken(f"Z-{soort}-1", f"Z-{soort}-2") == [f"Z-{soort}-1", f"Z-{soort}-2"]
    assert gezien[0] == gezien[1]
    assert "2 rijen verwerkt" in gezien[0]
    assert f"gaat naar {team.naam}," in gezien[0]


def test_een_team_zonder_teamleider_hoort_het_met_allen(toneel: Toneel) -> None:
    """All who read there now: not who has no role for zaken, nor an account that was closed."""
    with transaction.atomic(), fabriek():
        team = maak_team()
        leden = [maak_gebruiker(Rol.ONDERZOEKER, teams=(team,)) for _ in range(2)]
        maak_gebruiker(Rol.ONDERZOEKER, teams=(team,), is_active=False)
        maak_gebruiker(Rol.BELEID, teams=(team,))
    toneel.breng("datum_ontvangst;externe_referentie\n15-11-2024;A-1\n", soort="onderzoeken")
    assert toneel.werk(toneel.lees_in(toneel.nieuwste(), bestemming=str(team.pk)).pk)
    with transaction.atomic(), fabriek():
        zaak = Zaak._base_manager.get(externe_referentie="A-1")
        berichten = Bericht.objects.filter(soort="ingelezen", object_id=zaak.invoer_id)
        assert set(berichten.values_list("aan", flat=True)) == {lid.pk for lid in leden}
        bericht = berichten.get(aan=leden[0])
    lid = aangemeld(leden[0])
    naar = lid.get(reverse("berichten:openen", args=[bericht.pk]))
    assert naar["Location"] == reverse("ingelezen", args=[zaak.invoer_id])
    pagina = lid.get(naar["Location"]).content.decode()
    assert "U ziet er nu 1 van." in pagina
    assert (f"1 zaak: {zaak.zaaknummer}" in pagina, "tot en met" in pagina) == (True, False)
    assert reverse("onderzoeken:lijst") in pagina


def test_wat_iemand_niet_meer_ziet_telt_de_pagina_van_het_team_niet_mee(toneel: Toneel) -> None:
    toneel.werk(toneel.lees_in(gebracht(toneel, rijen("N-1", "N-2"))).pk)
    with transaction.atomic(), fabriek():
        ziet, weg = Zaak._base_manager.filter(externe_referentie__in=["N-1", "N-2"]).order_by("zaaknummer")
        Zaak._base_manager.filter(pk=weg.pk).update(team=maak_team())
    pagina = aangemeld(toneel.leider).get(reverse("ingelezen", args=[ziet.invoer_id])).content.decode()
    assert "U ziet er nu 1 van." in pagina
    assert weg.zaaknummer not in pagina


def test_zonder_team_voor_een_register_zegt_de_pagina_dat_en_kan_de_rest_wel(toneel: Toneel) -> None:
    with transaction.atomic(), fabriek():
        Team.objects.filter(soort=Team.Soort.MISSTANDEN).update(is_actief=False)
    pagina = toneel.client.get(reverse("inlezen:lijst")).content.decode()
    assert "Nog geen team. Vraag de beheerder om er een te maken." in pagina
    assert toneel.breng(rijen("G-1")).status_code == 302
