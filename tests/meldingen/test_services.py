"""A melding from registration to closing, through the services, as the real web login."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code
from tests.hulp import meldingen as services
from zaken.models import Persoon, Statuswijziging, Termijn
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde
from zaken.services import toegang as toegangsdiensten
from zaken.services.inhoud import Persoonsgegevens, annuleer, voeg_notitie_toe
from zaken.services.nazorg import leg_nazorg_vast

pytestmark = pytest.mark.databank


@pytest.fixture
def rolverdeling(fabriek):
    with fabriek():
        intake = maak_team("intake", soort=Team.Soort.INTAKE)
        return {
            "adviseur": maak_gebruiker(Rol.ADVISEUR),
            "intake": maak_gebruiker(Rol.INTAKE, teams=[intake]),
            "ander": maak_gebruiker(Rol.ADVISEUR),
        }


def _gegevens(**anders):
    return {
        "ontvangen_defensie": date(2024, 11, 15),
        "onderwerp": "Opmerkingen tijdens een oefening",
        "omschrijving": "Wat er gebeurde",
        "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
        "subcategorieen": [code("subcategorie", "pesten")],
        **anders,
    }


def test_een_geregistreerde_melding_is_van_registreerder_en_intaketeam(rolverdeling, als):
    with als(rolverdeling["adviseur"]) as adviseur:
        melding = services.registreer(
            gegevens=_gegevens(),
            personen=[Persoonsgegevens(Persoon.Rol.MELDER, {"naam": "naam van de melder"})],
            door=adviseur,
        )
        terug = Melding.objects.zichtbaar_voor(adviseur).select_related("sleutel").get(pk=melding.pk)
        assert (terug.zaaknummer, terug.onderwerp, terug.status) == (
            "M-2024-00001",
            "Opmerkingen tijdens een oefening",
            Status.NIEUW,
        )
        assert [p.naam for p in Persoon.objects.van(terug)] == ["naam van de melder"]
        assert terug.eerste_termijn == date(2024, 11, 22)
    with als(rolverdeling["intake"]) as intake:
        assert Melding.objects.zichtbaar_voor(intake).count() == 1
    with als(rolverdeling["ander"]) as ander:
        assert Melding.objects.zichtbaar_voor(ander).count() == 0


def test_toewijzen_beeindigt_het_zicht_van_het_intaketeam(rolverdeling, als):
    with als(rolverdeling["adviseur"]) as adviseur:
        melding = services.registreer(gegevens=_gegevens(), door=adviseur)
        toegangsdiensten.wijs_toe(zaak=melding, behandelaar=adviseur, team=None, reden="eigen", door=adviseur)
    with als(rolverdeling["intake"]) as intake:
        assert Melding.objects.zichtbaar_voor(intake).count() == 0


def test_van_nieuw_tot_gesloten_met_alle_voorwaarden(rolverdeling, als):
    with als(rolverdeling["adviseur"]) as adviseur:
        melding = services.registreer(gegevens=_gegevens(), door=adviseur)

        def naar(status, toelichting="", **gegevens):
            return services.wijzig_status(
                zaak_id=melding.pk, naar=status, toelichting=toelichting, gegevens=gegevens, door=adviseur
            )

        def vul(**gegevens):
            versie = Melding.objects.zichtbaar_voor(adviseur).get(pk=melding.pk).versie
            return services.wijzig(zaak_id=melding.pk, gegevens=gegevens, basisversie=versie, door=adviseur)

        naar(Status.IN_BEOORDELING)
        with pytest.raises(OnvoldaanVoorwaarde) as fout:
            naar(Status.IN_BEHANDELING)
        assert fout.value.ontbreekt == ["behandelaar"]
        toegangsdiensten.wijs_toe(zaak=melding, behandelaar=adviseur, team=None, reden="eigen", door=adviseur)
        naar(Status.IN_BEHANDELING)
        with pytest.raises(OngeldigeOvergang):
            naar(Status.AFGEHANDELD)
        with pytest.raises(OnvoldaanVoorwaarde):
            naar(
                Status.OPGESCHORT,
                "wacht op het OM",
                herbeoordelen_op=timezone.localdate() - timedelta(days=1),
            )
        naar(Status.OPGESCHORT, "wacht op het OM", herbeoordelen_op=timezone.localdate() + timedelta(days=9))
        naar(Status.IN_BEHANDELING)
        vul(
            coid_advies=code("coid_advies", "geen_onderzoek"),
            coid_advies_op=date(2024, 12, 1),
            bevoegd_gezag="commandant",
        )
        naar(Status.WACHT_OP_BESLUIT)
        vul(besluit_bg=code("besluit_bg", "onderzoek"), besluit_bg_op=date(2024, 12, 9))
        with pytest.raises(OnvoldaanVoorwaarde) as fout:
            naar(Status.AFGEHANDELD)
        assert fout.value.ontbreekt == [
            "uitkomst",
            "afdoening",
            "bericht aan de melder",
            "reden waarom het besluit afwijkt van het advies",
        ]
        vul(
            uitkomst=code("uitkomst_melding", "vastgesteld"),
            afdoeningen=[code("afdoening", "gesprek")],
            teruggekoppeld_op=date(2024, 12, 20),
            afwijking_reden="nieuwe feiten",
        )
        assert naar(Status.AFGEHANDELD).datum_afgehandeld == timezone.localdate()
        naar(Status.NAZORG)
        with pytest.raises(OnvoldaanVoorwaarde):
            naar(Status.GESLOTEN)
        leg_nazorg_vast(
            register=REGISTER, zaak_id=melding.pk, maanden=3, gedaan_op=timezone.localdate(), niet_nodig="",
            vandaag=timezone.localdate(), door=adviseur,
        )  # fmt: skip
        assert naar(Status.GESLOTEN).datum_gesloten == timezone.localdate()
        assert Statuswijziging.objects.van(melding).count() == 9
        # what is still to do after closing: the other two moments of nazorg
        assert {t.kenmerk for t in Termijn.objects.van(melding) if t.is_open} == {"6", "12"}


def test_heropenen_vraagt_een_tweede_persoon(rolverdeling, als, fabriek):
    with als(rolverdeling["adviseur"]) as adviseur:
        melding = services.registreer(gegevens=_gegevens(), door=adviseur)
        toegangsdiensten.wijs_toe(zaak=melding, behandelaar=adviseur, team=None, reden="eigen", door=adviseur)
        toegangsdiensten.verleen(
            zaak=melding,
            aan=rolverdeling["ander"],
            reden="tweede",
            verloopt_op=None,
            nu=timezone.now(),
            door=adviseur,
        )
    with fabriek():
        for status in ("in_beoordeling", "in_behandeling", "wacht_op_besluit", "afgehandeld"):
            Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk).update(status=status)
    with als(rolverdeling["adviseur"]) as adviseur:
        services.wijzig_status(
            zaak_id=melding.pk, naar=Status.HEROPEND, toelichting="nieuwe feiten", door=adviseur
        )
        with pytest.raises(OnvoldaanVoorwaarde):
            services.wijzig_status(
                zaak_id=melding.pk, naar=Status.IN_BEHANDELING, toelichting="", door=adviseur
            )
    with als(rolverdeling["ander"]) as ander:
        weer = services.wijzig_status(
            zaak_id=melding.pk, naar=Status.IN_BEHANDELING, toelichting="", door=ander
        )
        assert weer.datum_afgehandeld is None


def test_wie_te_laat_opslaat_krijgt_een_conflict_en_verandert_niets(rolverdeling, als):
    with als(rolverdeling["adviseur"]) as adviseur:
        melding = services.registreer(gegevens=_gegevens(), door=adviseur)
        services.wijzig(
            zaak_id=melding.pk,
            gegevens={"omschrijving": "eerste"},
            basisversie=melding.versie,
            door=adviseur,
        )
        with pytest.raises(services.VersieConflict) as conflict:
            services.wijzig(
                zaak_id=melding.pk,
                gegevens={"omschrijving": "tweede"},
                basisversie=melding.versie,
                door=adviseur,
            )
        assert conflict.value.huidig.omschrijving == "eerste"


def test_een_geannuleerde_melding_houdt_haar_nummer_en_verandert_niet_meer(rolverdeling, als):
    with als(rolverdeling["adviseur"]) as adviseur:
        melding = services.registreer(gegevens=_gegevens(), door=adviseur)
        annuleer(zaak=melding, reden="dubbel ingevoerd", door=adviseur)
        terug = Melding.objects.zichtbaar_voor(adviseur).select_related("sleutel").get(pk=melding.pk)
        assert (terug.zaaknummer, terug.geannuleerd_reden) == (melding.zaaknummer, "dubbel ingevoerd")
        with pytest.raises(PermissionDenied):
            voeg_notitie_toe(zaak=terug, tekst="nog iets", door=adviseur)
        with pytest.raises(PermissionDenied):
            services.wijzig_status(
                zaak_id=terug.pk, naar=Status.IN_BEOORDELING, toelichting="", door=adviseur
            )
        volgende = services.registreer(gegevens=_gegevens(), door=adviseur)
        assert volgende.zaaknummer == "M-2024-00002"


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"voorval_van": date(2024, 11, 16)}, "ontvangen_defensie"),
        ({"voorval_van": date(2024, 11, 2), "voorval_tot": date(2024, 11, 1)}, "voorval_tot"),
        ({"ontvangen_register": date(2024, 11, 14)}, "ontvangen_register"),
        ({"bevestigd_op": date(2024, 11, 14)}, "bevestigd_op"),
        ({"coid_advies_op": date(2024, 11, 20)}, "coid_advies_op"),
        ({"hoofdcategorie": "interne_regels"}, "subcategorieen"),
    ],
)
def test_een_melding_die_zichzelf_tegenspreekt_wordt_niet_geregistreerd(rolverdeling, als, anders, veld):
    if "hoofdcategorie" in anders:
        anders = {"hoofdcategorie": code("hoofdcategorie", anders["hoofdcategorie"])}
    with als(rolverdeling["adviseur"]) as adviseur:
        with pytest.raises(ValidationError) as fout:
            services.registreer(gegevens=_gegevens(**anders), door=adviseur)
        assert list(fout.value.message_dict) == [veld]
        assert Melding.objects.zichtbaar_voor(adviseur).count() == 0
        assert services.registreer(gegevens=_gegevens(), door=adviseur).zaaknummer == "M-2024-00001"
