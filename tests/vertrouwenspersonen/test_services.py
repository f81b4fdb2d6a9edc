from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import time
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from gebruikers.models import Gebruiker
from logboek.models import Gebeurtenis
from tests.factories.vertrouwenspersonen import code
from vertrouwenspersonen import services
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.models import AantalContacten, Casus
from vertrouwenspersonen.status import OngeldigeOvergang, Status

from .conftest import VANDAAG, Fabriek, gegevens

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
pytestmark = pytest.mark.django_db


def registreer(vp: Gebruiker, **anders: object) -> Casus:
    return services.registreer(casus_id=uuid4(), gegevens=gegevens(**anders), door=vp, vandaag=VANDAAG)


def vers(casus: Casus, vp: Gebruiker) -> Casus:
    return Casus.objects.zichtbaar_voor(vp).get(pk=casus.pk)


def test_een_vertrouwenspersoon_legt_een_casus_vast(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = vers(registreer(vp), vp)
    assert casus.vertrouwenspersoon == vp
    assert casus.status == Status.OPEN
    assert casus.kwartaal_eerste_contact == casus.kwartaal_laatste_contact == "2024-K3"
    assert casus.defensieonderdeel.code == "clas"
    assert casus.personeelscategorie.code == "burger"
    assert casus.rol_hulpvrager.code == "benadeelde"
    assert casus.hoofdthema.code == "pesten"
    assert casus.neventhema == [code("thema", "leiderschap").pk]
    assert casus.aantal_contacten == AantalContacten.TWEE_OF_DRIE
    assert casus.acties == [code("casusactie", "luisterend_oor").pk, code("casusactie", "advies").pk]
    assert casus.doorverwezen_naar == []
    assert casus.afloop is None
    assert casus.voortzetting is False


def test_zonder_de_rol_legt_niemand_een_casus_vast(als: Als, buitenstaander: Gebruiker) -> None:
    with als(buitenstaander), pytest.raises(PermissionDenied):
        registreer(buitenstaander)


def test_een_periode_in_de_toekomst_wordt_geweigerd(als: Als, vp: Gebruiker) -> None:
    with als(vp), pytest.raises(ValidationError) as fout:
        registreer(vp, kwartaal_eerste_contact=Kwartaal(2025, 1))
    assert fout.value.message_dict == {"kwartaal_eerste_contact": ["Kies een periode die al begonnen is."]}


def test_het_hoofdthema_is_niet_ook_een_ander_thema(als: Als, vp: Gebruiker) -> None:
    with als(vp), pytest.raises(ValidationError) as fout:
        registreer(vp, neventhema=[code("thema", "pesten")])
    assert fout.value.message_dict == {
        "neventhema": ["Pesten is al het hoofdthema. Kies hier een ander thema."]
    }


def test_meer_dan_twee_andere_themas_worden_geweigerd(als: Als, vp: Gebruiker) -> None:
    drie = [code("thema", waarde) for waarde in ("leiderschap", "intimidatie", "overig")]
    with als(vp), pytest.raises(ValidationError) as fout:
        registreer(vp, neventhema=drie)
    assert fout.value.message_dict == {"neventhema": ["Kies niet meer dan 2 andere thema's."]}


def test_zonder_actie_is_er_geen_casus(als: Als, vp: Gebruiker) -> None:
    with als(vp), pytest.raises(ValidationError) as fout:
        registreer(vp, acties=[])
    assert fout.value.message_dict == {"acties": ["Kies wat u hebt gedaan."]}


def test_twee_keer_versturen_geeft_een_casus(als: Als, vp: Gebruiker) -> None:
    sleutel = uuid4()
    with als(vp):
        een = services.registreer(casus_id=sleutel, gegevens=gegevens(), door=vp, vandaag=VANDAAG)
        twee = services.registreer(casus_id=sleutel, gegevens=gegevens(), door=vp, vandaag=VANDAAG)
        assert een == twee
        assert Casus.objects.zichtbaar_voor(vp).count() == 1


def test_opnieuw_versturen_met_andere_antwoorden_wijzigt_niets(als: Als, vp: Gebruiker) -> None:
    sleutel = uuid4()
    with als(vp):
        een = services.registreer(casus_id=sleutel, gegevens=gegevens(), door=vp, vandaag=VANDAAG)
        anders = gegevens(hoofdthema=code("thema", "discriminatie"))
        with pytest.raises(services.AlOpgeslagen) as fout:
            services.registreer(casus_id=sleutel, gegevens=anders, door=vp, vandaag=VANDAAG)
        assert fout.value.casus == een
        assert vers(een, vp).hoofdthema.code == "pesten"


def test_een_voortzetting_is_als_zodanig_gemerkt(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = services.registreer(
            casus_id=uuid4(), gegevens=gegevens(), door=vp, vandaag=VANDAAG, voortzetting=True
        )
        assert vers(casus, vp).voortzetting is True


def wijzig(casus: Casus, vp: Gebruiker, **anders: object) -> Casus:
    standaard: dict[str, object] = {
        "gegevens": gegevens(hoofdthema=code("thema", "discriminatie")),
        "kwartaal_laatste_contact": Kwartaal(2024, 4),
        "voortzetting": False,
        "kenmerk": casus.kenmerk,
    }
    return services.wijzig(casus_id=casus.pk, door=vp, vandaag=VANDAAG, **(standaard | anders))  # type: ignore[arg-type]  # a test's own mix


def test_de_eigenaar_wijzigt_een_open_casus(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = registreer(vp)
        nummer = casus.casusnummer
        wijzig(casus, vp)
        nu = vers(casus, vp)
    assert (nu.hoofdthema.code, nu.kwartaal_laatste_contact, nu.casusnummer) == (
        "discriminatie",
        "2024-K4",
        nummer,
    )


def test_een_formulier_van_voor_een_andere_wijziging_overschrijft_niets(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = registreer(vp)
        oud = casus.kenmerk
        wijzig(casus, vp)
        with pytest.raises(services.TussentijdsGewijzigd) as fout:
            wijzig(casus, vp, gegevens=gegevens(hoofdthema=code("thema", "overig")), kenmerk=oud)
        assert fout.value.casus.hoofdthema.code == "discriminatie"
        assert vers(casus, vp).hoofdthema.code == "discriminatie"


@pytest.mark.parametrize(
    ("laatste", "woorden"),
    [
        (Kwartaal(2025, 1), "Kies een periode die al begonnen is."),
        (
            Kwartaal(2024, 2),
            "Het laatste gesprek kan niet voor het eerste gesprek zijn. Kies een latere periode.",
        ),
    ],
)
def test_het_laatste_gesprek_ligt_tussen_het_eerste_en_vandaag(
    laatste: Kwartaal, woorden: str, als: Als, vp: Gebruiker
) -> None:
    with als(vp):
        casus = registreer(vp)
        with pytest.raises(ValidationError) as fout:
            wijzig(casus, vp, kwartaal_laatste_contact=laatste)
    assert fout.value.message_dict == {"kwartaal_laatste_contact": [woorden]}


def sluit(
    casus: Casus, vp: Gebruiker, aantal_contacten: AantalContacten = AantalContacten.VIER_TOT_ZES
) -> Casus:
    return services.sluit(
        casus_id=casus.pk,
        afloop=code("afloop_casus", "opgelost"),
        doorverwezen_naar=[code("doorverwijzing", "bmw")],
        aantal_contacten=aantal_contacten,
        door=vp,
    )


def test_een_gesprek_ligt_niet_in_twee_periodes(als: Als, vp: Gebruiker) -> None:
    een = AantalContacten.EEN
    with als(vp):
        casus = registreer(vp)
        with pytest.raises(ValidationError) as bij_wijzigen:
            wijzig(casus, vp, gegevens=gegevens(aantal_contacten=een))
        wijzig(casus, vp)
        with pytest.raises(ValidationError) as bij_sluiten:
            sluit(casus, vp, een)
        assert vers(casus, vp).is_open
    woorden = (
        "Het eerste en het laatste gesprek zijn in verschillende periodes. Dan had u 2 of meer gesprekken."
    )
    assert [fout.value.message_dict for fout in (bij_wijzigen, bij_sluiten)] == [
        {"aantal_contacten": [woorden]}
    ] * 2


def test_de_eigenaar_sluit_en_heropent_een_casus(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = registreer(vp)
        sluit(casus, vp)
        dicht = vers(casus, vp)
        assert dicht.status == Status.GESLOTEN
        assert dicht.afloop == code("afloop_casus", "opgelost")
        assert dicht.doorverwezen_naar == [code("doorverwijzing", "bmw").pk]
        assert dicht.aantal_contacten == AantalContacten.VIER_TOT_ZES
        services.heropen(casus_id=casus.pk, door=vp)
        open_ = vers(casus, vp)
        assert open_.status == Status.OPEN
        assert open_.afloop is None
        assert open_.doorverwezen_naar == [code("doorverwijzing", "bmw").pk]


def test_een_stap_die_niet_kan_wordt_geweigerd(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = registreer(vp)
        with pytest.raises(OngeldigeOvergang):
            services.heropen(casus_id=casus.pk, door=vp)
        sluit(casus, vp)
        with pytest.raises(OngeldigeOvergang):
            sluit(casus, vp)
        with pytest.raises(OngeldigeOvergang):
            wijzig(vers(casus, vp), vp)


def test_de_eigenaar_verwijdert_een_casus_spoorloos(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casus = registreer(vp)
        services.verwijder(casus_id=casus.pk, door=vp)
        assert list(Casus.objects.zichtbaar_voor(vp)) == []


def test_een_ander_kan_niets_met_een_casus(als: Als, andere_vp: Gebruiker, casus: Casus) -> None:
    with als(andere_vp):
        for stap in (
            lambda: wijzig(casus, andere_vp),
            lambda: sluit(casus, andere_vp),
            lambda: services.heropen(casus_id=casus.pk, door=andere_vp),
            lambda: services.verwijder(casus_id=casus.pk, door=andere_vp),
        ):
            with pytest.raises(Casus.DoesNotExist):
                stap()


def test_het_logboek_kent_alleen_dag_en_gebruiker(als: Als, fabriek: Fabriek, vp: Gebruiker) -> None:
    with als(vp):
        casus = registreer(vp)
        wijzig(casus, vp)
        sluit(casus, vp)
        services.heropen(casus_id=casus.pk, door=vp)
        services.verwijder(casus_id=casus.pk, door=vp)
    with fabriek():
        sporen = list(Gebeurtenis.objects.filter(door_id=vp.pk))
    assert [(spoor.soort, spoor.zaak_id, spoor.object_id, spoor.bijzonderheden) for spoor in sporen] == [
        ("casus_dag", None, "", {})
    ]
    moment = timezone.localtime(sporen[0].tijdstip)
    assert (moment.time(), moment.date()) == (time(0), timezone.localdate())


def test_een_stap_legt_zijn_rij_vast_in_een_vast_aantal_opdrachten(
    als: Als, vp: Gebruiker, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    with als(vp):
        antwoorden = gegevens()
        assert vp.rollen
        with django_assert_num_queries(6):  # two savepoints around insert and log
            services.registreer(casus_id=uuid4(), gegevens=antwoorden, door=vp, vandaag=VANDAAG)
    assert connection.in_atomic_block
