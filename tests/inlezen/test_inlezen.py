"""From a file on the screen to zaken: what its owner sees, what is kept, and what the worker does when it is stopped."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from achtergrond.models import Taakopdracht
from achtergrond.soorten import Taakfout
from codelijsten.models import Code
from gebruikers.models import Gebruiker, Roltoekenning
from gebruikers.rollen import Rol
from inlezen import services, taak
from inlezen.models import Inlezing, Inlezingdeel, Kolomkeuze
from inlezen.soorten import soorten
from inlezen.taak import HANDELING
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.inlezen import maak_inlezing
from tests.hulp.databank import DATABANK
from tests.hulp.opdracht import als_rol
from tests.hulp.wie import aangemeld, fabriek
from zaken.register import registers

from .conftest import KEUZES, KOP, MERK, Toneel, gebracht, rijen

pytestmark = pytest.mark.databank


def test_van_bestand_via_kolommen_en_controle_naar_zaken(toneel: Toneel) -> None:
    antwoord = toneel.breng(rijen("W-1", "W-2"))
    inlezing = toneel.nieuwste()
    assert antwoord["Location"] == reverse("inlezen:inlezing", args=[inlezing.pk])
    vraag = toneel.client.get(antwoord["Location"], follow=True).content.decode()
    assert "Bijvoorbeeld: W-1 · W-2" in vraag
    assert toneel.kies(inlezing.pk, *KEUZES[:-1], "").status_code == 422  # nothing disappears unnoticed
    assert toneel.kies(inlezing.pk, *KEUZES).status_code == 302
    voorbeeld = toneel.pagina(inlezing)
    for woord in (
        "Regel W-1",
        "15 november 2024",
        "Goed",
        "Melder",
        "Alle rijen zijn goed",
    ):
        assert woord in voorbeeld
    assert MERK not in voorbeeld  # a column that is not taken in is not shown either
    opdracht = toneel.lees_in(inlezing)
    assert "Wacht op een vrije plek" in toneel.pagina(inlezing)
    assert toneel.werk(opdracht.pk)
    klaar = toneel.pagina(inlezing)
    assert "2 rijen verwerkt" in klaar
    assert f"Wat nieuw is, gaat naar {toneel.team.naam}," in klaar
    assert "M-2024-" not in klaar
    assert toneel.zaken("W-1", "W-2") == ["W-1", "W-2"]
    with transaction.atomic(), fabriek():
        assert not Inlezingdeel.objects.filter(inlezing=inlezing).exists()
        leeg = Inlezing.objects.get(pk=inlezing.pk)
        assert (leeg.bestand, leeg.keuze, leeg.fouten) == ("", "", "")
        soorten = (
            Gebeurtenis.objects.filter(door_id=toneel.intake.pk)
            .order_by("tijdstip")
            .values_list("soort", flat=True)
        )
        assert [s for s in soorten if s in {Soort.BESTAND_GEBRACHT, Soort.GEIMPORTEERD}] == [
            "bestand_gebracht",
            "geimporteerd",
        ]
    # the next file with the same columns, in another order, needs nothing; what is there already is skipped
    andersom = [";".join(reversed(regel.split(";"))) for regel in rijen("W-1", "W-3").splitlines()]
    toneel.breng("\n".join(andersom))
    volgende = toneel.nieuwste()
    toneel.werk(toneel.lees_in(volgende).pk)
    assert toneel.zaken("W-1", "W-2", "W-3") == ["W-1", "W-2", "W-3"]
    with transaction.atomic(), fabriek():
        gelogd = Gebeurtenis.objects.filter(soort=Soort.GEIMPORTEERD, door_id=toneel.intake.pk)
        laatste = gelogd.latest("tijdstip").bijzonderheden
        assert (laatste["aantal"], laatste["overgeslagen"]) == (1, 1)


def test_wie_kolommen_opnieuw_kiest_heeft_de_nieuwe_keuze_ook_bij_een_volgend_bestand(toneel: Toneel) -> None:
    eerste = gebracht(toneel, rijen("K-1"))
    andere = (*KEUZES[:4], "-", "onderwerp")
    assert toneel.kies(eerste.pk, *andere).status_code == 302
    nieuw = [*KEUZES[:4], "", "onderwerp"]
    assert toneel.nu(eerste).kolommen == nieuw
    toneel.breng(rijen("K-2"))
    assert toneel.nieuwste().kolommen == nieuw  # nothing was asked
    toneel.kies(toneel.nieuwste().pk, *KEUZES)
    with transaction.atomic(), fabriek():
        (keuze,) = Kolomkeuze.objects.filter(eigenaar=toneel.intake)
        assert keuze.per_kop == dict(zip(KOP.split(";"), [*KEUZES[:-1], ""], strict=True))


def test_fouten_staan_bij_hun_cel_ook_alleen_en_ook_als_bestand(toneel: Toneel) -> None:
    tekst = (
        rijen(*(f"F-{n}" for n in range(60)))
        + f"\nF-60;mvv;15-11-2024;=kwaad;Regel;{MERK}\nF-1;mvv;1-1-2024;financieel;x;x"
    )
    inlezing = gebracht(toneel, tekst)
    assert inlezing.aantal_fouten == 2
    eerste = toneel.pagina(inlezing)
    assert "2 fouten" in eerste
    assert "=kwaad" not in eerste
    assert "=kwaad" in toneel.pagina(inlezing, "?bladzijde=2")
    alleen = toneel.pagina(inlezing, "?alleen=fouten")
    assert "=kwaad" in alleen
    assert "rij 3 is dezelfde" in alleen
    assert "Regel F-5" not in alleen
    assert toneel.lees_in(inlezing) is None  # nothing is asked while there are faults
    bestand = toneel.client.get(reverse("inlezen:fouten", args=[inlezing.pk])).content.decode("utf-8-sig")
    regels = list(csv.reader(io.StringIO(bestand), delimiter=";"))
    assert [regel[:3] for regel in regels] == [
        ["Rij", "Kolom", "Waarde"],
        ["62", "hoofdcategorie", "'=kwaad"],
        ["63", "Ref nr", "F-1"],
    ]
    with transaction.atomic(), fabriek():
        Gebruiker.objects.filter(pk=toneel.intake.pk).update(taal="en")
    engels = toneel.client.get(reverse("inlezen:fouten", args=[inlezing.pk])).content.decode("utf-8-sig")
    for tekst in (engels, toneel.pagina(inlezing, "?alleen=fouten")):
        assert "one row per report; row 3 is the same" in tekst
        assert "(or its Dutch label); valid on 15-11-2024" in tekst
        assert "geldig op" not in tekst


def test_wie_stopt_terwijl_het_loopt_heeft_niets_ingelezen(
    toneel: Toneel, monkeypatch: pytest.MonkeyPatch
) -> None:
    inlezing = gebracht(toneel, rijen("S-1", "S-2", "S-3"))
    opdracht = toneel.lees_in(inlezing)
    monkeypatch.setattr("zaken.invoer.inlezen.PORTIE", 1)
    gezien: list[tuple[int, int | None]] = []

    def stop(*_: object) -> None:
        """Somebody else, on another connection, while rows are written but not committed."""
        with DATABANK.als_superuser(toneel.databank) as ander:
            vraag = "SELECT gedaan, totaal FROM achtergrond_taakopdracht WHERE id = %s"
            gezien.append(ander.execute(vraag, [opdracht.pk]).fetchone())
            if len(gezien) == 2:
                ander.execute(
                    "UPDATE achtergrond_taakopdracht SET annuleren_op = now() WHERE id = %s", [opdracht.pk]
                )

    from zaken.invoer.schrijver import Schrijver

    neem = Schrijver.neem
    monkeypatch.setattr(Schrijver, "neem", lambda zelf, dossiers: (stop(), neem(zelf, dossiers)))
    assert toneel.werk(opdracht.pk) is False
    assert gezien == [(0, 3), (1, 3)]
    assert toneel.zaken("S-1", "S-2", "S-3") == []
    assert "Er is niets ingelezen" in toneel.pagina(inlezing)
    with transaction.atomic(), fabriek():
        assert not Inlezingdeel.objects.filter(inlezing=inlezing).exists()
        assert Taakopdracht.objects.get(pk=opdracht.pk).staat == "geannuleerd"


def test_een_worker_die_halverwege_wordt_gedood_laat_niets_achter_en_een_ander_doet_het_een_keer(
    toneel: Toneel, monkeypatch: pytest.MonkeyPatch
) -> None:
    inlezing = gebracht(toneel, rijen("D-1", "D-2"))
    opdracht = toneel.lees_in(inlezing)
    from zaken.invoer.schrijver import Schrijver

    zet_over = Schrijver.zet_over

    def dood(zelf: Schrijver) -> object:
        zet_over(zelf)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with DATABANK.als_superuser(toneel.databank) as ander:
            ander.execute("SELECT pg_terminate_backend(%s)", [pid])
        return zet_over(zelf)

    with monkeypatch.context() as even:
        even.setattr(Schrijver, "zet_over", dood)
        with pytest.raises(DatabaseError):
            toneel.werk(opdracht.pk)
    assert toneel.zaken("D-1", "D-2") == []
    assert toneel.werk(opdracht.pk)
    assert toneel.zaken("D-1", "D-2") == ["D-1", "D-2"]
    assert toneel.werk(opdracht.pk) is False
    assert toneel.nu(inlezing).opdracht.poging == 2


def test_wat_pas_bij_het_schrijven_fout_blijkt_staat_bij_de_rij(toneel: Toneel) -> None:
    """A code was closed after the columns were chosen."""
    inlezing = gebracht(toneel, rijen("X-1", "X-2"))
    opdracht = toneel.lees_in(inlezing)
    with transaction.atomic(), fabriek():
        code = Code.objects.get(lijst_id="hoofdcategorie", code="omgangsvormen")
        Code.objects.filter(pk=code.pk).update(geldig_tot=date(2020, 1, 1))
    toneel.werk(opdracht.pk)
    pagina = toneel.pagina(inlezing)
    with transaction.atomic(), fabriek():
        Code.objects.filter(pk=code.pk).update(geldig_tot=code.geldig_tot)
    assert "2 fouten" in pagina
    assert "Er is niets ingelezen" in pagina
    assert toneel.zaken("X-1", "X-2") == []


@pytest.mark.parametrize("soort", [r.adressen for r in registers()])
def test_elk_register_kan_worden_gebracht_en_een_onderzoek_vraagt_om_een_team(
    toneel: Toneel, soort: str
) -> None:
    extra = {"meldingen": ";hoofdcategorie", "klachten": ";klachtsoort"}.get(soort, ";onderwerp")
    waarde = {"meldingen": "financieel", "klachten": "ongewenst_gedrag"}.get(soort, "Regel")
    toneel.breng(f"datum_ontvangst;externe_referentie{extra}\n2024-11-15;E-{soort};{waarde}\n", soort=soort)
    inlezing = toneel.nieuwste()
    pagina = toneel.pagina(inlezing)  # all columns are recognised
    assert "15 november 2024" in pagina
    assert ("Welk team krijgt ze?" in pagina) == (soort == "onderzoeken")
    if soort == "onderzoeken":
        antwoord = toneel.client.post(reverse("inlezen:lees_in", args=[inlezing.pk]), {"bestemming": "0"})
        assert antwoord.status_code == 422


def test_inlezen_mag_precies_wie_een_bestand_mag_brengen() -> None:
    assert HANDELING.rollen == frozenset().union(*(soort.rollen for soort in soorten()))


def test_een_ander_ziet_het_bestand_niet_ook_niet_in_de_databank(toneel: Toneel) -> None:
    with transaction.atomic(), fabriek():
        collega, beheerder = maak_gebruiker(Rol.INTAKE), maak_gebruiker(Rol.BEHEERDER)
        inlezing = maak_inlezing(toneel.intake, naam=f"{MERK}.csv", keuze=list(KEUZES[:-1]))
    for wie in (collega, beheerder):
        klant = aangemeld(wie)
        for naam in ("inlezing", "kolommen", "fouten", "gooi_weg"):
            assert klant.get(reverse(f"inlezen:{naam}", args=[inlezing.pk])).status_code == 404
    assert aangemeld(beheerder).get(reverse("inlezen:lijst")).status_code == 404
    wens = {"inlezing": str(inlezing.pk), "bestemming": ""}
    with transaction.atomic(), fabriek():  # nor does work that somebody else asked for touch it
        taak.breek_af(wens, collega, None)
        with pytest.raises(Taakfout, match=taak.FOUTEN):
            taak.doe(wens, collega, lambda **_: None)
    assert toneel.nu(inlezing).klaar_op is None
    from gebruikers.context import namens

    for wie in (collega, beheerder):
        with namens(wie):
            assert not Inlezing.objects.exists()
            assert not Inlezingdeel.objects.exists()
    with pytest.raises(DatabaseError, match="row-level security"), namens(beheerder):
        Inlezing(eigenaar=beheerder, soort="meldingen", aantal_rijen=0, gebracht_op=timezone.now()).save(
            force_insert=True
        )
    with transaction.atomic(), fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT i::text || d::text FROM inlezen_inlezing i JOIN inlezen_inlezingdeel d ON d.inlezing_id = i.id"
        )
        assert MERK not in "".join(tekst for (tekst,) in cursor.fetchall())


def test_wie_de_rol_verliest_heeft_niets_meer_ingelezen(toneel: Toneel) -> None:
    inlezing = gebracht(toneel, rijen("R-1"))
    opdracht = toneel.lees_in(inlezing)
    with transaction.atomic(), fabriek():
        Roltoekenning.objects.filter(gebruiker=toneel.intake).delete()
    toneel.werk(opdracht.pk)
    assert toneel.zaken("R-1") == []
    assert toneel.nu(inlezing).bestand == ""
    assert toneel.client.get(reverse("inlezen:inlezing", args=[inlezing.pk])).status_code == 404


def test_wat_blijft_liggen_wordt_na_een_dag_weggegooid_en_wat_wordt_weggegooid_is_weg(toneel: Toneel) -> None:
    weg, oud = gebracht(toneel, rijen("O-1")), gebracht(toneel, rijen("O-2"))
    toneel.client.post(reverse("inlezen:gooi_weg", args=[weg.pk]))
    with als_rol("worker", toneel.databank):
        assert services.ruim_op(nu=timezone.now() + timedelta(hours=23)) == 0
        assert services.ruim_op(nu=timezone.now() + timedelta(hours=25)) >= 1
    with transaction.atomic(), fabriek():
        assert not Inlezing.objects.filter(pk__in=[weg.pk, oud.pk]).exists()
        redenen = Gebeurtenis.objects.filter(
            soort=Soort.BESTAND_WEGGEGOOID, object_id__in=[str(weg.pk), str(oud.pk)]
        )
        assert sorted(g.bijzonderheden["reden"] for g in redenen) == ["verlopen", "weggegooid"]


def test_een_keuze_van_kolommen_die_een_jaar_niet_is_gebruikt_gaat_weg(toneel: Toneel) -> None:
    gebracht(toneel, rijen("J-1"))
    vandaag = timezone.localdate()
    with transaction.atomic(), fabriek():
        Kolomkeuze.objects.filter(eigenaar=toneel.intake).update(gebruikt_op=vandaag - timedelta(days=300))
    toneel.breng(rijen("J-2"))
    for dagen, is_er in ((365, True), (366, False)):
        with als_rol("worker", toneel.databank):
            services.ruim_op(nu=timezone.now() + timedelta(days=dagen))
        with transaction.atomic(), fabriek():
            assert Kolomkeuze.objects.filter(eigenaar=toneel.intake).exists() is is_er
    with pytest.raises(DatabaseError, match="permission denied"), als_rol("worker", toneel.databank):
        Kolomkeuze.objects.values_list("keuze").first()


def test_een_bestand_dat_niet_kan_geeft_woorden_bij_het_veld_en_er_blijft_niets(toneel: Toneel) -> None:
    antwoord = toneel.breng("een\n1\n", naam="x.csv")
    assert antwoord.status_code == 422
    assert "dit bestand heeft er 1" in antwoord.content.decode()
    assert "Dit bestand kan niet. Nodig is: ten minste 2 kolommen" in antwoord.content.decode()
    groot = SimpleUploadedFile("x.csv", b"a;b\n" + b"x" * (10 << 20))
    te_groot = toneel.client.post(reverse("inlezen:lijst"), {"soort": "meldingen", "bestand": groot})
    assert te_groot.status_code == 422
    assert "hoogstens 10 MB" in te_groot.content.decode()
    nog_groter = SimpleUploadedFile("x.csv", b"x" * (11 << 20))
    assert (
        toneel.client.post(
            reverse("inlezen:lijst"), {"soort": "meldingen", "bestand": nog_groter}
        ).status_code
        == 413
    )
    assert toneel.client.post(reverse("inlezen:lijst"), {"soort": "zomaar"}).status_code == 422
    with transaction.atomic(), fabriek():
        assert not Inlezing.objects.filter(eigenaar=toneel.intake).exists()


def test_wie_te_veel_bestanden_heeft_staan_brengt_er_geen_dat_nog_wordt_gelezen(
    toneel: Toneel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic(), fabriek():
        maak_inlezing(toneel.intake, team="Team intake")  # done: no longer counts
        for _ in range(services.HOOGSTENS_OPEN - 1):
            maak_inlezing(toneel.intake)
    assert toneel.breng(rijen("vol-1")).status_code == 302
    monkeypatch.setattr("inlezen.views.lees", lambda *_: pytest.fail("it was read"))
    geweigerd = toneel.breng(rijen("vol-2"))
    assert geweigerd.status_code == 422
    assert f"Er staan al {services.HOOGSTENS_OPEN} bestanden van u klaar." in geweigerd.content.decode()


def test_wie_niet_is_aangemeld_laat_niets_achter(toneel: Toneel) -> None:
    toneel.client = Client()
    assert toneel.breng(rijen("niemand")).url.startswith(reverse("account_login"))
    with transaction.atomic(), fabriek():
        assert not Inlezing.objects.filter(eigenaar=toneel.intake).exists()
