"""Back from another register: annulling what a zaak became puts the old one back, whoever sees which of the two."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from misstanden.models import Opschorting
from tests.hulp.doorgeleiden import EIGEN_EISEN, GEHEIM, PAREN, VANUIT, leid_door, maak, overdracht, tellend
from zaken.models import Statuswijziging, Termijn, Zaak, Zaakkoppeling
from zaken.overgangen import OngeldigeOvergang
from zaken.register import register_van
from zaken.services.databank import NietMogelijk, roep
from zaken.services.inhoud import annuleer
from zaken.services.status import wijzig_status
from zaken.services.wijzigen import ververs_termijnen

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.mark.parametrize(("soort", "naar"), PAREN)
def test_annuleren_van_de_nieuwe_zet_de_oude_terug_ook_voor_wie_die_niet_ziet(
    soort, naar, balies, als, fabriek
):
    with fabriek():
        zaak = maak(balies, soort)
    nieuw = leid_door(balies, zaak, soort, overdracht(naar), als)
    with als(getattr(balies, naar)) as balie:
        rij = Zaak.objects.zichtbaar_voor(balie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden=f"{GEHEIM} hoort hier niet", door=balie)
        assert not Zaak.objects.zichtbaar_voor(balie).filter(pk=zaak.pk).exists()
        assert not Zaakkoppeling.objects.zichtbaar_voor(balie).exists()
    with als(getattr(balies, soort)) as wie:
        oud = register_van(soort).model.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=zaak.pk)
        assert oud.status == VANUIT[soort]
        assert getattr(oud, "doorgeleid_naar", "") == ""
        laatste = Statuswijziging.objects.van(oud).select_related("zaak__sleutel").first()
        assert (laatste.naar, laatste.toelichting, laatste.door) == (VANUIT[soort], "", None)
        assert oud.eerste_termijn is not None
        gezet = [
            oud.eerste_termijn,
            *Termijn.objects.van(oud).values_list("code", "vervallen").order_by("code"),
        ]
        ververs_termijnen(register_van(soort), oud)
        assert gezet == [
            oud.eerste_termijn,
            *Termijn.objects.van(oud).values_list("code", "vervallen").order_by("code"),
        ]
    assert tellend(fabriek) == [soort]
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("soort", "velden", "stil"),
    [
        ("klacht", {"vorm": "mondeling"}, {"klacht_niet_in_behandeling"}),
        ("misstand", {"geen_bevestiging_reden": "anoniem"}, {"misstand_ontvangstbevestiging"}),
        ("misstand", {"geen_terugkoppeling_reden": "anoniem"}, {"misstand_terugkoppeling"}),
        ("misstand", {"opschorting": True}, set()),
    ],
)
def test_wat_niemand_zag_terugkomen_vraagt_wat_het_vroeg(soort, velden, stil, balies, als, fabriek):
    """The database lets terms run again by itself: as the rules of the register say, also where one stands still."""
    register = register_van(soort)
    with fabriek():
        zaak = maak(balies, soort)
        if velden.get("opschorting"):
            Opschorting(id=uuid4(), zaak=zaak, volgnummer=1, van=date(2024, 1, 8), reden="ziek").save(
                force_insert=True
            )
    with als(getattr(balies, soort)) as wie:
        zelf = register.model.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=zaak.pk)
        ververs_termijnen(register, zelf)
        for veld in velden.keys() - {"opschorting"}:
            setattr(zelf, veld, velden[veld])
            zelf.save(update_fields=[veld])
        ververs_termijnen(register, zelf)
    nieuw = leid_door(balies, zaak, soort, overdracht("melding"), als)
    with als(balies.melding) as balie:
        rij = Zaak.objects.zichtbaar_voor(balie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden="hoort hier niet", door=balie)
    with als(getattr(balies, soort)) as wie:
        oud = register.model.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        termijnen = Termijn.objects.van(oud).order_by("code")
        gezet = [oud.eerste_termijn, *termijnen.values_list("code", "vervallen")]
        assert {termijn.code for termijn in termijnen if termijn.vervallen} - {"nazorg"} == stil
        ververs_termijnen(register, oud)
        assert [oud.eerste_termijn, *termijnen.values_list("code", "vervallen")] == gezet


def test_annuleren_verraadt_niet_dat_de_andere_zaak_verzegeld_is(balies, als, fabriek):
    """The same as for an unseen zaak that is not sealed: it is done, and nothing of the other is told."""
    with fabriek():
        zaak = maak(balies, "melding")
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    with fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(verzegeld=True, team=None)
    with als(balies.misstand) as balie:
        rij = Zaak.objects.zichtbaar_voor(balie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden="hoort hier niet", door=balie)
        assert not Zaak.objects.zichtbaar_voor(balie).filter(pk=zaak.pk).exists()
    assert tellend(fabriek) == ["melding"]
    with fabriek():
        assert not zaak.toekenningen.filter(beeindigd_op=None).exists()


def test_twee_keer_verder_en_weer_terug(balies, als, fabriek):
    with fabriek():
        melding = maak(balies, "melding")
    misstand = leid_door(balies, melding, "melding", overdracht("misstand"), als)
    with fabriek():
        model = register_van("misstand").model.objects.zonder_toegangsfilter(reden="test")
        for status in ("bevestigd", "beoordeeld"):
            model.filter(pk=misstand.pk).update(status=status, **EIGEN_EISEN["misstand"])
    terug = leid_door(balies, misstand, "misstand", overdracht("melding"), als)
    assert tellend(fabriek) == ["melding"]
    with als(balies.misstand) as wie, pytest.raises(NietMogelijk, match="doorgeleid"):
        annuleer(zaak=Zaak.objects.zichtbaar_voor(wie).get(pk=misstand.pk), reden="x", door=wie)
    with als(balies.melding) as wie:
        annuleer(
            zaak=Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=terug.pk),
            reden="x",
            door=wie,
        )
    assert tellend(fabriek) == ["misstand"]


def test_wie_terugzet_zonder_te_annuleren_krijgt_niets(balies, als, fabriek):
    """Who works with both: at the end of the transaction nothing happened. Who sees one of them ends nothing."""
    with fabriek():
        zaak = maak(balies, "melding")
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    opdracht = f"SELECT app.open_terugweg('{nieuw.pk}'); SET CONSTRAINTS ALL IMMEDIATE"
    with (
        als(balies.melding),
        pytest.raises(DatabaseError, match="annulled here"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)
    with als(balies.misstand):
        assert roep("open_terugweg", nieuw.pk) is None
    assert tellend(fabriek) == ["misstand"]


def test_wie_beide_ziet_zet_de_oude_terug_met_een_reden(balies, als, fabriek):
    with fabriek():
        zaak = maak(balies, "melding")
    nieuw = leid_door(balies, zaak, "melding", overdracht("misstand"), als)
    with als(balies.melding) as wie:
        rij = Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=nieuw.pk)
        annuleer(zaak=rij, reden=f"{GEHEIM} hoort hier niet", door=wie)
        oud = Zaak.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        laatste = Statuswijziging.objects.van(oud).select_related("zaak__sleutel").first()
        assert (laatste.naar, laatste.toelichting) == (VANUIT["melding"], f"{GEHEIM} hoort hier niet")
        assert laatste.door == wie
    assert tellend(fabriek) == ["melding"]


def test_de_gewone_stap_leidt_niet_door_en_haalt_niet_terug(balies, als, fabriek):
    with fabriek():
        melding = maak(balies, "melding")
    register = register_van("melding")

    def stap(naar):
        with als(balies.melding) as wie, pytest.raises(OngeldigeOvergang):
            wijzig_status(
                register=register,
                zaak_id=melding.pk,
                naar=naar,
                toelichting="x",
                vandaag=localdate(),
                door=wie,
            )

    stap("doorgeleid")
    leid_door(balies, melding, "melding", overdracht("misstand"), als)
    stap("in_beoordeling")
