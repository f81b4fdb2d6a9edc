"""The auditor reads the log; nobody else does, and nobody changes it."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from gebruikers.aanmelden.sessies import BEWEZEN_OP
from gebruikers.models import Voorstel
from gebruikers.rollen import Rol
from jid.reservekopie import herstellen
from logboek import events, woorden
from logboek.forms import LogboekFilterForm
from logboek.models import NIET_GESCHREVEN, Gebeurtenis, Soort
from logboek.queries import PER_PAGINA, Sleutel
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.hulp.databank import PROJECT
from zaken.register import registers

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
LIJST = "logboek:lijst"
VRAGEN_LIJST = 16
"""Ten of the page and the session; the rest are savepoints, for the test itself holds the transaction."""


@pytest.fixture
def auditor(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.AUDITOR, naam="Auditor (demo)")


@pytest.fixture
def scherm(client_van, auditor, fabriek):
    client = client_van(auditor)
    with fabriek():
        Gebeurtenis.objects.all().delete()  # signing in left one
    return client


@pytest.fixture
def gebeurtenis(fabriek):
    nu = timezone.now()

    def maak(soort: str, *, uren_terug: int = 0, **velden: object) -> Gebeurtenis:
        with fabriek():
            return Gebeurtenis.objects.create(
                soort=soort, tijdstip=nu - timedelta(hours=uren_terug), **velden
            )

    return maak


def teksten(antwoord, kolom: int) -> list[str]:
    return [rij["cellen"][kolom]["tekst"] for rij in antwoord.context["rijen"]]


def test_de_nieuwste_staat_bovenaan_met_wie_en_welke_zaak(scherm, auditor, gebeurtenis):
    zaak = uuid4()
    gebeurtenis(Soort.INGEZIEN, uren_terug=2, door_id=auditor.pk, zaak_id=zaak)
    gebeurtenis(Soort.AANMELDEN_MISLUKT, uren_terug=1)
    antwoord = scherm.get(reverse(LIJST))
    assert teksten(antwoord, 1) == ["Aanmelden mislukt", "Zaak ingezien"]
    assert teksten(antwoord, 2) == ["Niemand aangemeld", "Auditor (demo)"]
    assert teksten(antwoord, 3) == ["–", str(zaak)]


def test_een_team_staat_er_met_zijn_naam(scherm, gebeurtenis, fabriek):
    with fabriek():
        team = maak_team()
    gebeurtenis(Soort.TOEGANG_BEEINDIGD, zaak_id=uuid4(), bijzonderheden={"team": team.pk})
    assert teksten(scherm.get(reverse(LIJST)), 4) == [f"team: {team.naam}"]


def test_filteren_op_soort_gebruiker_en_periode(scherm, auditor, gebeurtenis):
    gebeurtenis(Soort.INGEZIEN, door_id=auditor.pk)
    gebeurtenis(Soort.GEWEIGERD, door_id=auditor.pk, uren_terug=24 * 40)
    gebeurtenis(Soort.GEWEIGERD)
    adres = reverse(LIJST)
    assert teksten(scherm.get(adres, {"soort": "geweigerd", "door": auditor.pk}), 1) == ["Toegang geweigerd"]
    grens = timezone.localdate() - timedelta(days=30)
    periode = {"tot_dag": grens.day, "tot_maand": grens.month, "tot_jaar": grens.year}
    assert len(teksten(scherm.get(adres, periode), 1)) == 1
    vanaf = {"van_dag": grens.day, "van_maand": grens.month, "van_jaar": grens.year, "soort": "geweigerd"}
    assert len(teksten(scherm.get(adres, vanaf), 1)) == 1


def test_een_periode_bevat_haar_laatste_dag(scherm, gebeurtenis):
    gebeurtenis(Soort.INGEZIEN)
    vandaag = timezone.localdate()
    tot = {"tot_dag": vandaag.day, "tot_maand": vandaag.month, "tot_jaar": vandaag.year}
    assert len(teksten(scherm.get(reverse(LIJST), tot), 1)) == 1


def test_bladeren_slaat_niets_over_ook_niet_bij_gelijke_tijd(scherm, gebeurtenis):
    gemaakt = [gebeurtenis(Soort.INGEZIEN, object_id=str(nummer)) for nummer in range(2 * PER_PAGINA + 1)]
    adres, gezien = reverse(LIJST) + "?soort=ingezien", []
    while adres:
        antwoord = scherm.get(adres)
        gezien += teksten(antwoord, 4)
        adres = antwoord.context["volgende_url"] and reverse(LIJST) + antwoord.context["volgende_url"]
    assert len(gezien) == len(gemaakt)
    assert set(gezien) == {rij.object_id for rij in gemaakt}


@pytest.mark.parametrize("onzin", ["x", "2024-01-01_x", f"2024-01-01T00:00:00_{UUID(int=7)}", "_"])
def test_een_sleutel_die_niet_klopt_begint_vooraan(onzin, scherm, gebeurtenis):
    gebeurtenis(Soort.INGEZIEN)
    assert Sleutel.lees(onzin) is None
    assert len(teksten(scherm.get(reverse(LIJST), {"na": onzin}), 1)) == 1


def test_een_filter_dat_niet_klopt_toont_zijn_fout_en_verder_niets(scherm, gebeurtenis):
    gebeurtenis(Soort.INGEZIEN)
    antwoord = scherm.get(reverse(LIJST), {"van_dag": "31", "van_maand": "2", "van_jaar": "2024"})
    assert teksten(antwoord, 1) == []
    assert list(antwoord.context["form"].errors) == ["van"]


def test_een_periode_die_eindigt_voor_zij_begint_toont_niets_en_zegt_waarom(scherm, gebeurtenis):
    gebeurtenis(Soort.INGEZIEN)
    dagen = {
        "van_dag": 22,
        "van_maand": 11,
        "van_jaar": 2026,
        "tot_dag": 1,
        "tot_maand": 11,
        "tot_jaar": 2026,
    }
    antwoord = scherm.get(reverse(LIJST), dagen)
    assert antwoord.context["rijen"] == []
    assert "Deze dag ligt voor de dag bij Vanaf." in antwoord.text


def test_een_moment_in_de_bijzonderheden_staat_in_gewone_tijd(scherm, gebeurtenis):
    gebeurtenis(Soort.NOODTOEGANG_GEOPEND, bijzonderheden={"tot": "2026-07-22T15:53:51.145582+00:00"})
    assert teksten(scherm.get(reverse(LIJST)), 4) == ["tot: 22 juli 2026 om 17.53 uur"]


def test_een_dag_met_casussen_heeft_geen_tijd(scherm, gebeurtenis, auditor):
    gebeurtenis(Soort.CASUS_DAG, door_id=auditor.pk)
    (moment,) = teksten(scherm.get(reverse(LIJST), {"soort": "casus_dag"}), 0)
    assert "uur" not in moment


def test_de_lijst_doet_altijd_evenveel_vragen(scherm, gebeurtenis, auditor, django_assert_num_queries):
    for aantal in (1, 2, 47):
        for _nummer in range(aantal):
            gebeurtenis(Soort.INGEZIEN, door_id=auditor.pk, zaak_id=uuid4())
        with django_assert_num_queries(VRAGEN_LIJST):
            scherm.get(reverse(LIJST), {"soort": "ingezien"})


@pytest.mark.parametrize("rol", [None, *(rol for rol in Rol if rol != Rol.AUDITOR)])
def test_wie_geen_auditor_is_ziet_het_logboek_niet(rol, client_van, als, fabriek, gebeurtenis):
    with fabriek():
        wie = maak_gebruiker(*([rol] if rol else []))
    gebeurtenis(Soort.INGEZIEN, door_id=wie.pk)
    client = client_van(wie)
    assert client.get(reverse(LIJST)).status_code == 404
    assert client.post(reverse(LIJST)).status_code in {404, 405}
    with als(wie):
        assert Gebeurtenis.objects.count() == 0


@pytest.mark.parametrize(
    "sql", ["UPDATE logboek_gebeurtenis SET door_id = 1", "DELETE FROM logboek_gebeurtenis"]
)
def test_ook_een_auditor_verandert_niets(sql, als, auditor):
    with als(auditor), connection.cursor() as cursor:  # noqa: SIM117  # the error leaves the inner block alone
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(sql)


def test_niemand_schrijft_in_andermans_naam(als, auditor, fabriek):
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
    with als(auditor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Gebeurtenis(soort=Soort.INGEZIEN, door_id=ander.pk).save(force_insert=True)


def test_zoeken_op_het_nummer_van_een_zaak_ook_als_die_vernietigd_is(scherm, fabriek, gebeurtenis):
    with fabriek():
        melding = maak_melding()
    weg = uuid4()
    gebeurtenis(Soort.INGEZIEN, zaak_id=melding.pk, object_id="een")
    gebeurtenis(Soort.GEREGISTREERD, zaak_id=weg, bijzonderheden={"zaaknummer": "M-1998-00001"})
    adres = reverse(LIJST)
    assert teksten(scherm.get(adres, {"zaak": melding.zaaknummer.lower()}), 4) == ["een"]
    assert teksten(scherm.get(adres, {"zaak": str(melding.pk)}), 3) == [melding.zaaknummer]
    assert teksten(scherm.get(adres, {"zaak": "M-1998-00001"}), 1) == ["Zaak geregistreerd"]
    antwoorden = [scherm.get(adres, {"zaak": wat}) for wat in ("M-1998-00002", str(uuid4()), "zomaar")]
    assert {antwoord.status_code for antwoord in antwoorden} == {200}
    for antwoord in antwoorden:
        assert "Kijk het nummer van de zaak na." in antwoord.content.decode()


def test_kijken_in_het_logboek_staat_in_het_logboek_met_het_filter_en_zonder_inhoud(
    scherm, auditor, fabriek, gebeurtenis
):
    gebeurtenis(Soort.INGEZIEN, door_id=auditor.pk)
    scherm.get(reverse(LIJST), {"soort": "ingezien", "door": auditor.pk})
    with fabriek():
        gekeken = Gebeurtenis.objects.get(soort=Soort.LOGBOEK_GERAADPLEEGD)
    assert (gekeken.door_id, gekeken.bijzonderheden) == (
        auditor.pk,
        {"aantal": 1, "op_soort": "ingezien", "op_door": auditor.pk},
    )


def test_namen_staan_voluit_waar_het_logboek_nummers_heeft(scherm, auditor, gebeurtenis):
    gebeurtenis(Soort.TOEGANG_VERLEEND, door_id=auditor.pk, bijzonderheden={"aan": auditor.pk})
    assert teksten(scherm.get(reverse(LIJST), {"soort": "toegang_verleend"}), 4) == ["aan: Auditor (demo)"]


def test_over_wie_of_welk_team_het_gaat_staat_er_met_de_naam(scherm, auditor, gebeurtenis, fabriek):
    with fabriek():
        team, wie = maak_team(), maak_gebruiker(naam="Nieuw (demo)")
    gebeurtenis(Soort.GEBRUIKER_UITGENODIGD, object_id=str(wie.pk))
    gebeurtenis(
        Soort.TEAM_GEWIJZIGD, uren_terug=1, object_id=str(team.pk), bijzonderheden={"lid_af": auditor.pk}
    )
    gebeurtenis(Soort.AKKOORD_GEVRAAGD, uren_terug=2, object_id="x1", bijzonderheden={"gebruiker": None})
    antwoord = scherm.get(reverse(LIJST))
    assert teksten(antwoord, 4) == [
        "over: Nieuw (demo)",
        f"over: {team.naam}; lid eraf: Auditor (demo)",
        "x1",
    ]


def test_codes_staan_in_de_woorden_van_de_schermen(scherm, gebeurtenis):
    gebeurtenis(Soort.STATUS_GEWIJZIGD, bijzonderheden={"van": "wacht_op_besluit", "naar": "afgehandeld"})
    gebeurtenis(Soort.GEWIJZIGD, uren_terug=1, bijzonderheden={"velden": ["onderwerp", "omschrijving"]})
    gebeurtenis(
        Soort.ROLLEN_GEWIJZIGD, uren_terug=2, bijzonderheden={"van": [], "rollen": ["vertrouwenspersoon"]}
    )
    gebeurtenis(Soort.LIJST_GETOOND, uren_terug=3, bijzonderheden={"van": "iets_anders"})
    gebeurtenis(Soort.LIJST_GETOOND, uren_terug=4, bijzonderheden={"register": "mijn_werk"})
    gebeurtenis(Soort.LIJST_GETOOND, uren_terug=5, bijzonderheden={"register": "misstanden"})
    gebeurtenis(Soort.INGEZIEN, uren_terug=6, bijzonderheden={"wijze": "treffer"})
    assert teksten(scherm.get(reverse(LIJST)), 4) == [
        "van: Wacht op besluit bevoegd gezag; naar: Afgehandeld",
        "velden: onderwerp, omschrijving",
        "rollen: Vertrouwenspersoon",
        "van: iets_anders",
        "register: Mijn werk",
        "register: Misstanden",
        "hoe: Geopend na zoeken",
    ]


def test_elk_register_heeft_een_woord_in_het_logboek():
    bekend = {register.adressen for register in registers()}
    assert {code for code in bekend if woorden.woord(code, van="register") == code} == set()


def test_elke_vraag_aan_een_tweede_persoon_heeft_haar_eigen_woord_in_het_logboek():
    for handeling in Voorstel.Handeling:
        assert woorden.woord(handeling.value, van="handeling") == handeling.label


def test_een_veld_dat_twee_registers_anders_noemen_heeft_beide_woorden():
    assert woorden.veld("besluit_bg_op") == "besluit genomen op / besluit van het bevoegd gezag op"
    assert woorden.veld("naam") == "naam"
    assert woorden.veld("van_niemand") == "van_niemand"


def _geschreven_door_code() -> set[str]:
    """The kinds in functions of `logboek.events` that some module calls."""
    roept = set()
    for app in ("jid", "gebruikers", "logboek", "inlezen", "zaken", "vertrouwenspersonen", "rapportages"):
        for pad in (PROJECT / app).rglob("*.py"):
            if "migrations" not in pad.parts:
                roept |= set(re.findall(r"\b(?:logboek|events)\.(\w+)\(", pad.read_text()))
    return {
        soort.value
        for naam, functie in inspect.getmembers(events, inspect.isfunction)
        if naam in roept
        for soort in Soort
        if re.search(rf"Soort\.{soort.name}\b", inspect.getsource(functie))
    }


def test_elke_gebeurtenis_in_het_filter_wordt_ergens_geschreven(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(prosrc, ' ') FROM pg_proc WHERE pronamespace = 'app'::regnamespace"
            " AND prosrc ~ '(app\\.noteer|_log_zaak|INSERT INTO logboek_gebeurtenis)'"
        )
        databank = cursor.fetchone()[0] + inspect.getsource(herstellen)
    geschreven = _geschreven_door_code() | {soort for soort in Soort.values if f"'{soort}'" in databank}
    keuzes = {code for code, _label in LogboekFilterForm().fields["soort"].choices if code}
    assert keuzes - geschreven == set()
    assert set(Soort.values) - geschreven == NIET_GESCHREVEN


def test_een_auditor_begint_met_wat_opvalt(scherm, gebeurtenis):
    gebeurtenis(Soort.GEWEIGERD)
    gebeurtenis(Soort.GEWEIGERD, uren_terug=1)
    gebeurtenis(Soort.GEWEIGERD, uren_terug=30)
    gebeurtenis(Soort.NOODTOEGANG_GEOPEND, uren_terug=30)
    pagina = scherm.get(reverse(LIJST))
    assert [(t["label"], t["aantal"]) for t in pagina.context["tellingen"]] == [
        ("Toegang geweigerd", "2"),
        ("Aanmelden mislukt", "0"),
        ("Gegevens geëxporteerd", "0"),
        ("Noodtoegang geopend", "1"),
    ]
    assert "Het verzegelen loopt achter" in pagina.content.decode()


def test_exporteren_vraagt_opnieuw_om_het_wachtwoord(scherm):
    sessie = scherm.session
    sessie[BEWEZEN_OP] = (timezone.now() - timedelta(hours=2)).timestamp()
    sessie.save()
    antwoord = scherm.get(reverse("logboek:uitvoer"), {"soort": "ingezien"})
    assert antwoord.status_code == 302
    assert antwoord.url.startswith(reverse("account_reauthenticate"))
    assert "soort%3Dingezien" in antwoord.url
