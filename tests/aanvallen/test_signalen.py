"""A signal that a colleague has in a draft, and one that is read to be made a zaak."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, sluit_uit
from tests.zaken.register.invullen import volledig
from zaken.models import Signaal, Zaak
from zaken.register import register_van
from zaken.schermen.intake.concept import CONTROLEREN
from zaken.schermen.kwalificatie.forms import KWALIFICATIE
from zaken.services.concepten import begin_concept
from zaken.services.kwalificatie import leg_signaal_vast

pytestmark = pytest.mark.databank


def _signaal(door):
    return leg_signaal_vast(
        soort=Signaal.Soort.ADVIESVRAAG, ontvangen_op=date(2026, 11, 2), onderwerp="kwartelslag", reden="reden",
        triage={}, door=door,
    )  # fmt: skip


@pytest.mark.aanval("concept", gevonden=True)
def test_een_concept_zegt_niet_dat_zijn_signaal_een_zaak_werd_die_men_niet_ziet(fabriek, als, client_van):
    """The same answer, in words, whether the zaak is open, sealed or about oneself: none is a fault of the server."""
    register = register_van(Zaak.Soort.MELDING)
    with fabriek():
        team = maak_team(soort=Team.Soort.INTAKE)
        ik, ander = maak_gebruiker(Rol.INTAKE, teams=[team]), maak_gebruiker(Rol.ADVISEUR)
    klant, antwoorden = client_van(ik), {}
    for hoe in ("open", "verzegeld", "uitgesloten"):
        with als(ik) as door:
            signaal = _signaal(door)
            kwalificatie = {"reden": "reden", "triage": {}, "signaal": str(signaal.pk)}
            inhoud = volledig(register) | {"toegang": {}, KWALIFICATIE: kwalificatie}
            concept = begin_concept(soort=register.soort, door=door, inhoud=inhoud)
        with fabriek():
            dicht = hoe == "verzegeld"
            zaak = maak_melding(verzegeld=dicht, team=None if dicht else team, lezers=(ander,))
            if hoe == "uitgesloten":
                sluit_uit(zaak, ik)
            Signaal._base_manager.filter(pk=signaal.pk).update(zaak=zaak)
        adres = register.url("concept", concept.pk, CONTROLEREN)
        antwoord = klant.post(adres, {"volgnummer": str(concept.volgnummer)})
        antwoorden[hoe] = antwoord.status_code, [fout.tekst for fout in antwoord.context["fouten"]]
    assert antwoorden["open"][0] == 409
    assert "het is intussen een zaak" in antwoorden["open"][1][0]
    assert antwoorden["verzegeld"] == antwoorden["uitgesloten"] == antwoorden["open"]


@pytest.mark.aanval("log", gevonden=True)
def test_wie_een_signaal_leest_om_er_een_zaak_van_te_maken_staat_in_het_logboek(fabriek, als, client_van):
    with fabriek():
        team = maak_team(soort=Team.Soort.INTAKE)
        ik, ander = (maak_gebruiker(Rol.INTAKE, teams=[team]) for _een in range(2))
    with als(ander) as door:
        signaal = _signaal(door)
    pagina = client_van(ik).get(f"{reverse('signalen:nieuw')}?signaal={signaal.pk}", follow=True)
    assert "kwartelslag" in pagina.text
    with fabriek():
        gelezen = Gebeurtenis.objects.filter(door_id=ik.pk).values_list("soort", "object_id")
        assert list(gelezen) == [("signaal_ingezien", str(signaal.pk))]
