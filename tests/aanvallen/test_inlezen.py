"""Attacks by who brings a file: nothing of it tells whether a reference is known, seen or not, in whatever register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from gebruikers.context import namens
from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from gebruikers.rollen import Rol
from inlezen.models import Inlezing
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.hulp.antwoord import TOEVAL
from tests.hulp.wie import aangemeld, als, fabriek
from tests.inlezen.conftest import KEUZES, Toneel, gebracht, rijen
from tests.inlezen.conftest import toneel as toneel  # the fixture, asked for by name
from zaken.models import Datasleutel, Termijn, Waarneming, Zaak, Zoekindex
from zaken.services.registratie import open_zaak

pytestmark = pytest.mark.databank

_nummers = count(1)
BEKEND = ("niet", "dicht", "elders", "geannuleerd")


def _nieuwe_brenger(toneel: Toneel) -> None:
    """Somebody else of the intake, who brought nothing yet, under the same name."""
    with transaction.atomic(), fabriek():
        toneel.intake = maak_gebruiker(Rol.INTAKE, naam="Brenger")
    toneel.client = aangemeld(toneel.intake)


def _bekend(soort: str) -> str:
    """A reference of a zaak that nobody of the intake sees; "vrij": of none."""
    referentie = f"R-{next(_nummers):06}"
    bron = {"bronsysteem": "mvv", "externe_referentie": referentie}
    with transaction.atomic(), fabriek():
        if soort == "elders":
            maak_zaak("klacht", **bron)
        elif soort == "geannuleerd":
            wie = maak_gebruiker()
            maak_zaak("melding", geannuleerd_op=timezone.now(), geannuleerd_door=wie, lezers=(wie,), **bron)
        elif soort != "vrij":
            maak_zaak("melding", verzegeld=soort == "dicht", lezers=(maak_gebruiker(),), **bron)
    return referentie


def _zonder_toeval(tekst: str, *weg: object) -> str:
    for een in weg:
        tekst = tekst.replace(str(een), "")
    return TOEVAL.sub(r"\1", tekst)


def _alles_wat_men_ziet(toneel: Toneel, *referenties: str) -> dict[str, tuple[int, str, str]]:
    """Every page that who brings a file has, before it is taken in, while it waits and afterwards, with its headers."""
    _nieuwe_brenger(toneel)
    inlezing = gebracht(toneel, rijen(*referenties))
    eigen = reverse("inlezen:inlezing", args=[inlezing.pk])
    gezien = {"voorbeeld": toneel.client.get(eigen)}
    opdracht = toneel.lees_in(inlezing)
    gezien["bezig"] = toneel.client.get(eigen)
    toneel.werk(opdracht.pk)
    adressen = {
        "klaar": eigen,
        "bestanden": reverse("inlezen:lijst"),
        "kolommen": reverse("inlezen:kolommen", args=[inlezing.pk]),
        "fouten": reverse("inlezen:fouten", args=[inlezing.pk]),
        "weggooien": reverse("inlezen:gooi_weg", args=[inlezing.pk]),
        "taak": reverse("taken:taak", args=[opdracht.pk]),
        "taken": reverse("taken:lijst"),
        "berichten": reverse("berichten:lijst"),
        "mijn werk": reverse("mijn_werk"),
        "lijst": f"{reverse('meldingen:lijst')}?tab=alle",
        "zoeken": f"{reverse('meldingen:lijst')}?tab=alle&q={referenties[0]}",
        "signalen": reverse("signalen:lijst"),
    }
    gezien |= {naam: toneel.client.get(adres) for naam, adres in adressen.items()}
    gezien["nog eens"] = toneel.client.post(reverse("inlezen:lees_in", args=[inlezing.pk]))
    weg = (inlezing.pk, opdracht.pk, *referenties)
    return {
        naam: (een.status_code, _zonder_toeval(een.content.decode(), *weg), een.get("Location", "").replace(str(inlezing.pk), ""))
        for naam, een in gezien.items()
    }  # fmt: skip


@pytest.mark.aanval("bestaan", gevonden=True)
@pytest.mark.parametrize("soort", BEKEND)
def test_elke_bladzijde_van_wie_een_bestand_brengt_is_gelijk_of_een_rij_nu_bekend_is_of_niet(
    toneel: Toneel, soort: str
):
    """Of the own register, sealed, annulled or of another one: the same bytes, before and after, and no row is named."""
    vrij = _alles_wat_men_ziet(toneel, _bekend("vrij"), _bekend("vrij"))
    voor = _aantal_zaken()
    for referenties in ((_bekend(soort), _bekend("vrij")), (_bekend(soort), _bekend(soort))):
        assert _alles_wat_men_ziet(toneel, *referenties) == vrij
    assert "2 rijen verwerkt" in vrij["klaar"][1]
    assert "Overgeslagen" not in "".join(tekst for _status, tekst, _naar in vrij.values())
    assert _aantal_zaken() == voor + 3 + 1  # three that were made here, and the one that was new
    with transaction.atomic(), fabriek():
        gelogd = Gebeurtenis.objects.filter(soort="geimporteerd", door_id=toneel.intake.pk)
        laatste = gelogd.latest("tijdstip").bijzonderheden  # the auditor knows
        assert (laatste["aantal"], laatste["overgeslagen"]) == (0, 2)
        assert laatste.get("elders", 0) == (2 if soort == "elders" else 0)


def _aantal_zaken() -> int:
    with transaction.atomic(), fabriek():
        return Zaak.objects.zonder_toegangsfilter(reden="test").count()


@pytest.mark.aanval("tweede muur", gevonden=True)
@pytest.mark.parametrize("soort", BEKEND)
def test_de_databank_zegt_wie_een_bestand_brengt_niet_of_een_rij_bekend_was(toneel: Toneel, soort: str):
    """Everything that SQL as the web role reads in the name of its owner, but for keys and moments."""
    gezien = []
    for referentie in (_bekend("vrij"), _bekend(soort)):
        _nieuwe_brenger(toneel)
        inlezing = gebracht(toneel, rijen(referentie))
        toneel.werk(toneel.lees_in(inlezing).pk)
        with namens(toneel.intake), connection.cursor() as cursor:
            rijen_ = []
            for vraag in (
                "SELECT to_jsonb(i) - ARRAY['id', 'eigenaar_id', 'opdracht_id', 'gebracht_op', 'klaar_op'] FROM inlezen_inlezing i",
                "SELECT to_jsonb(t) - ARRAY['id', 'eigenaar_id', 'invoer', 'gevraagd_op', 'hartslag', 'klaar_op', 'verloopt_op']"
                " FROM achtergrond_taakopdracht t",
                "SELECT count(*) FROM achtergrond_resultaatdeel",
                "SELECT count(*) FROM inlezen_inlezingdeel",
                "SELECT count(*) FROM berichten_bericht",
                "SELECT count(*) FROM zaken_invoer",
                "SELECT count(*) FROM zaken_zaak",
                "SELECT count(*) FROM zaken_datasleutel",
                "SELECT count(*) FROM logboek_gebeurtenis",
            ):
                cursor.execute(vraag)
                rijen_.append(cursor.fetchall())
            gezien.append(rijen_)
            for verboden in (
                "SELECT app.meld_ingelezen(gen_random_uuid(), 1)",
                "SELECT laatste FROM zaken_nummerreeks",
            ):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    cursor.execute(verboden)
    assert gezien[0] == gezien[1]
    assert gezien[0][5:] == [[(0,)]] * 4


@pytest.mark.aanval("bestaan", gevonden=True)
@pytest.mark.parametrize("soort", ["vrij", *BEKEND])
def test_het_volgende_zaaknummer_telt_niet_hoeveel_rijen_nieuw_waren(toneel: Toneel, soort: str):
    """In a year in which nobody else registers: one number for each row, whatever became of it."""

    def registreer() -> int:
        with transaction.atomic(), als(toneel.intake) as door:
            zaak = open_zaak(
                soort=Zaak.Soort.MELDING, ontvangen_defensie=date(1993, 5, 4), onderwerp="Telt", door=door
            )
            return int(zaak.zaaknummer.split("-")[2])

    referenties = [_bekend(soort) for _ in range(3)]
    _nieuwe_brenger(toneel)
    voor = registreer()
    inlezing = gebracht(toneel, rijen(*referenties, dag="4-5-1993"))
    toneel.werk(toneel.lees_in(inlezing).pk)
    assert registreer() == voor + 3 + 1


@pytest.mark.aanval("bestaan", gevonden=True)
def test_wat_pas_de_databank_weigert_weigert_zij_ook_van_een_bekende_rij(
    toneel: Toneel, monkeypatch: pytest.MonkeyPatch
):
    """A rule that Python forgot: the work stops in the same way for a row that is known and one that is new."""
    monkeypatch.setattr("zaken.invoer.controle.tegenspraken", lambda *_: [])
    gezien = []
    for soort in ("vrij", *BEKEND):
        referentie = _bekend(soort)
        _nieuwe_brenger(toneel)
        toneel.breng(
            "externe_referentie;bronsysteem;ontvangen_defensie;hoofdcategorie;ontvangen_register\n"
            f"{referentie};mvv;15-11-2024;omgangsvormen;1-1-2024\n"
        )
        inlezing = toneel.nieuwste()
        opdracht = toneel.lees_in(inlezing)
        with pytest.raises(DatabaseError) as fout:
            toneel.werk(opdracht.pk)
        gezien.append(
            (
                str(fout.value),
                _zonder_toeval(toneel.pagina(inlezing), inlezing.pk, opdracht.pk, referentie),
            )
        )
    assert len(set(gezien)) == 1


@pytest.mark.aanval("bestaan")
def test_van_een_bekende_rij_blijft_niets_achter(toneel: Toneel):
    """It is written and taken back: no zaak, key, term or search token too many, and the zaak that had it is as it was."""
    referenties = [_bekend(soort) for soort in BEKEND]
    tabellen = (Zaak, Datasleutel, Termijn, Zoekindex)

    def stand() -> list[object]:
        with transaction.atomic(), fabriek(), connection.cursor() as cursor:
            uit: list[object] = []
            for model in tabellen:
                cursor.execute(
                    f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)), count(*) FROM {model._meta.db_table} t"
                )
                uit.append(cursor.fetchone())
            return uit

    voor = stand()
    _nieuwe_brenger(toneel)
    inlezing = gebracht(toneel, rijen(*referenties))
    assert toneel.werk(toneel.lees_in(inlezing).pk)
    assert stand() == voor


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("vraag", ["?alleen=bekend", "?alleen=nieuw", "?alleen=fouten"])
def test_geen_filter_van_het_voorbeeld_zegt_welke_rij_bekend_is(toneel: Toneel, vraag: str):
    with transaction.atomic(), fabriek():
        maak_zaak("melding", externe_referentie=f"F{vraag[8]}", bronsysteem="mvv", lezers=(toneel.intake,))
    inlezing = gebracht(toneel, rijen(f"F{vraag[8]}", "F-vrij"))
    antwoord = toneel.client.get(reverse("inlezen:inlezing", args=[inlezing.pk]) + vraag).content.decode()
    assert [f"Regel F{vraag[8]}" in antwoord, "Regel F-vrij" in antwoord] == [True, True]


def _word_lid(toneel: Toneel, team: Team | None = None) -> None:
    with transaction.atomic(), fabriek():
        Lidmaatschap.objects.create(team=team or toneel.team, gebruiker=toneel.intake)


def _ga_weg(toneel: Toneel) -> None:
    with transaction.atomic(), fabriek():
        Lidmaatschap.objects.filter(gebruiker=toneel.intake).delete()


def _lees_jaarcijfers(toneel: Toneel) -> None:
    with transaction.atomic(), fabriek():
        Roltoekenning.objects.create(gebruiker=toneel.intake, rol=Rol.BELEID)


def _zie_ze_niet_meer(toneel: Toneel) -> None:
    with transaction.atomic(), fabriek():
        Roltoekenning.objects.filter(gebruiker=toneel.intake, rol=Rol.BELEID).delete()


WEGEN = {"lid": (_word_lid, _ga_weg), "jaarcijfers": (_lees_jaarcijfers, _zie_ze_niet_meer)}
"""By what somebody sees what comes in, and how that ends."""
Weg = tuple[Callable[[Toneel], None], Callable[[Toneel], None]]


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("weg", WEGEN.values(), ids=WEGEN)
def test_wie_ziet_wat_binnenkomt_brengt_geen_bestand(
    toneel: Toneel, weg: Weg, monkeypatch: pytest.MonkeyPatch
):
    """The page says so and does not offer it; a file that is sent anyway is not even read."""
    _nieuwe_brenger(toneel)
    weg[0](toneel)
    monkeypatch.setattr("inlezen.views.lees", lambda *_: pytest.fail("it was read"))
    pagina = toneel.client.get(reverse("inlezen:lijst")).content.decode()
    assert 'value="meldingen"' not in pagina
    assert "Laat het bestand inlezen door iemand die" in pagina
    antwoord = toneel.breng(rijen("L-1"))
    assert antwoord.status_code == 422
    assert "Laat het bestand inlezen door iemand die" in antwoord.content.decode()
    with transaction.atomic(), fabriek():
        assert not Inlezing.objects.filter(eigenaar=toneel.intake).exists()


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("weg", WEGEN.values(), ids=WEGEN)
def test_wie_na_het_brengen_gaat_zien_wat_binnenkomt_komt_geen_stap_verder(toneel: Toneel, weg: Weg):
    """At choosing columns and at asking for the import: refused in words, and the file is as it was."""
    _nieuwe_brenger(toneel)
    referentie = _bekend("vrij")
    toneel.breng(rijen(referentie))
    inlezing = toneel.nieuwste()
    weg[0](toneel)
    geweigerd = toneel.kies(inlezing.pk, *KEUZES)
    assert (geweigerd.status_code, toneel.nu(inlezing).kolommen) == (422, [])
    assert "Laat het bestand inlezen door iemand die" in geweigerd.content.decode()
    weg[1](toneel)
    toneel.kies(inlezing.pk, *KEUZES)
    weg[0](toneel)
    pagina = toneel.pagina(inlezing)
    assert "U kunt dit bestand niet inlezen" in pagina
    assert ">Inlezen</span></button>" not in pagina
    antwoord = toneel.client.post(reverse("inlezen:lees_in", args=[inlezing.pk]))
    assert antwoord.status_code == 422
    assert "Laat het bestand inlezen door iemand die" in antwoord.content.decode()
    assert (toneel.nu(inlezing).opdracht, toneel.zaken(referentie)) == (None, [])
    weg[1](toneel)
    assert ">Inlezen</span></button>" in toneel.pagina(inlezing)
    toneel.werk(toneel.lees_in(inlezing).pk)
    assert toneel.zaken(referentie) == [referentie]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("weg", WEGEN.values(), ids=WEGEN)
def test_wie_gaat_zien_wat_binnenkomt_terwijl_het_bestand_wacht_krijgt_niets_ingelezen(
    toneel: Toneel, weg: Weg
):
    """Between asking and the worker; known or not, the same page, and nothing is lost."""
    gezien = set()
    for soort in ("vrij", *BEKEND):
        referentie = _bekend(soort)
        _nieuwe_brenger(toneel)
        inlezing = gebracht(toneel, rijen(referentie))
        opdracht = toneel.lees_in(inlezing)
        weg[0](toneel)
        toneel.werk(opdracht.pk)
        assert toneel.zaken(referentie) == ([] if soort == "vrij" else [referentie])
        taak = toneel.client.get(reverse("taken:taak", args=[opdracht.pk])).content.decode()
        assert "u zou zelf zien wat er binnenkomt" in taak
        gezien.add(_zonder_toeval(toneel.pagina(inlezing) + taak, inlezing.pk, opdracht.pk, referentie))
        weg[1](toneel)
        toneel.werk(toneel.lees_in(inlezing).pk)
        assert toneel.zaken(referentie) == [referentie]
        assert "1 rij verwerkt" in toneel.pagina(inlezing)
    assert len(gezien) == 1


def _onderzoeken(toneel: Toneel, referentie: str) -> Inlezing:
    toneel.breng(
        f"externe_referentie;ontvangen_defensie;onderwerp\n{referentie};15-11-2024;Regel\n",
        soort="onderzoeken",
    )
    return toneel.nieuwste()


@pytest.mark.aanval("rol", gevonden=True)
def test_een_team_waarvan_men_lid_is_wordt_niet_aangeboden_en_krijgt_niets(toneel: Toneel):
    """An onderzoek goes to a team that is chosen: never the own one, at asking nor when the worker begins."""
    _nieuwe_brenger(toneel)
    with transaction.atomic(), fabriek():
        eigen, ander = maak_team(), maak_team()
        for team in (eigen, ander):
            Lidmaatschap.objects.create(team=team, gebruiker=maak_gebruiker(Rol.ONDERZOEKER))
    _word_lid(toneel, eigen)
    inlezing = _onderzoeken(toneel, "O-1")
    pagina = toneel.pagina(inlezing)
    assert (f">{eigen.naam}<" in pagina, f">{ander.naam}<" in pagina) == (False, True)
    antwoord = toneel.client.post(
        reverse("inlezen:lees_in", args=[inlezing.pk]), {"bestemming": str(eigen.pk)}
    )
    assert (antwoord.status_code, toneel.nu(inlezing).opdracht) == (422, None)
    opdracht = toneel.lees_in(inlezing, bestemming=str(ander.pk))
    _word_lid(toneel, ander)
    toneel.werk(opdracht.pk)
    assert toneel.zaken("O-1") == []
    _ga_weg(toneel)
    assert toneel.werk(toneel.lees_in(inlezing, bestemming=str(ander.pk)).pk)
    assert toneel.zaken("O-1") == ["O-1"]
    for team in Team.objects.filter(soort=Team.Soort.BEHANDELING, is_actief=True):
        _word_lid(toneel, team)
    lijst = toneel.client.get(reverse("inlezen:lijst")).content.decode()
    assert "U bent lid van elk team dat deze zaken kan krijgen." in lijst
    assert 'value="onderzoeken"' not in lijst


def _meldingen_van(gebruiker: Gebruiker) -> int:
    with transaction.atomic(), als(gebruiker) as wie:
        return Zaak.objects.zichtbaar_voor(wie).count()


@pytest.mark.aanval("rol")
def test_wie_een_lid_van_het_team_waarneemt_ziet_niets_van_wat_binnenkomt(toneel: Toneel):
    """A substitute reads what the behandelaar handles; what comes in has none."""
    _nieuwe_brenger(toneel)
    with transaction.atomic(), fabriek():
        Waarneming(
            id=uuid4(), voor=toneel.leider, waarnemer=toneel.intake, reden="verlof", ingesteld_op=timezone.now(),
            ingesteld_door=toneel.leider, verloopt_op=timezone.now() + timedelta(days=1), teams=None,
        ).save(force_insert=True)  # fmt: skip
    inlezing = gebracht(toneel, rijen("V-1", "V-2"))
    toneel.werk(toneel.lees_in(inlezing).pk)
    assert (_meldingen_van(toneel.intake), _meldingen_van(toneel.leider) >= 2) == (0, True)


def _bericht_van(klant: Client, invoer: UUID | None) -> str:
    antwoord = klant.get(reverse("ingelezen", args=[invoer or uuid4()]))
    return antwoord.content.decode() if antwoord.status_code == 200 else str(antwoord.status_code)


@pytest.mark.aanval("bestaan")
def test_het_team_hoort_wat_nieuw_is_en_wie_het_bracht_niet(toneel: Toneel):
    """The lead alone, by a message; how many were skipped, nobody hears. Who brought it finds no page of it."""
    _nieuwe_brenger(toneel)
    inlezing = gebracht(toneel, rijen("B-1", _bekend("niet"), "B-2"))
    toneel.werk(toneel.lees_in(inlezing).pk)
    with transaction.atomic(), fabriek():
        nieuw = Zaak._base_manager.filter(externe_referentie__in=["B-1", "B-2"]).order_by("zaaknummer")
        (invoer,) = {zaak.invoer_id for zaak in nieuw}
        nummers = [zaak.zaaknummer for zaak in nieuw]
        berichten = Bericht.objects.filter(soort="ingelezen", object_id=invoer)
        assert list(berichten.values_list("aan", flat=True)) == [toneel.leider.pk]
    leider = aangemeld(toneel.leider)
    assert "Uw team kreeg zaken uit een bestand" in leider.get(reverse("berichten:lijst")).content.decode()
    pagina = _bericht_van(leider, invoer)
    assert "U ziet er nu 2 van." in pagina
    assert f"2 zaken: {nummers[0]} tot en met {nummers[1]}" in pagina
    assert "3 rij" not in pagina
    for vreemde in (toneel.client, aangemeld(_vreemde())):
        assert _bericht_van(vreemde, invoer) == _bericht_van(vreemde, None) == "404"
    nogmaals = gebracht(toneel, rijen("B-1", "B-2"))
    toneel.werk(toneel.lees_in(nogmaals).pk)
    with transaction.atomic(), fabriek():  # nothing was new, so nobody is told
        assert (
            Bericht.objects.filter(soort="ingelezen", aan=toneel.leider, op__gt=berichten.get().op).count()
            == 0
        )


def _vreemde() -> Gebruiker:
    with transaction.atomic(), fabriek():
        return maak_gebruiker(Rol.ADVISEUR)
