"""Through the screens: other people's zaken, child ids of another zaak, oracles, and rights that should have ended."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding, sluit_uit
from tests.hulp.antwoord import kaal, vergelijk
from tests.hulp.meldingen import vers
from zaken.models import Notitie, Persoon, Toekenning, Uitsluiting
from zaken.services.concepten import begin_concept

from .conftest import GEHEIM
from .hulp import adres

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


ZAAKROUTES = [
    ("detail", ()),
    ("wijzig", ("gegevens",)),
    ("wijzig", ("gebeurtenis",)),
    ("wijzig", ("behandeling",)),
    ("wijzig", ("bestaat-niet",)),
    ("notitie", ()),
    ("persoon_nieuw", ()),
    ("persoon_wijzig", ("PERSOON",)),
    ("persoon_verwijder", ("PERSOON",)),
    ("annuleer", ()),
    ("status", ("gesloten",)),
    ("status", ("bestaat-niet",)),
    ("toewijzen", ()),
    ("delen", ()),
    ("toegang_beeindig", ("TOEKENNING",)),
    ("uitsluiten", ()),
    ("uitsluiting_opheffen", (1,)),
]
POST = {"tekst": "x", "inzending": str(uuid4()), "reden": "x", "toelichting": "x", "mijzelf": "1", "rol": "melder"}  # fmt: skip


def _delen(toneel, delen):
    echt = {"PERSOON": toneel.doel_persoon.pk, "TOEKENNING": toneel.doel_toekenning.pk}
    return [echt.get(deel, deel) if isinstance(deel, str) else deel for deel in delen]


VREEMDEN = ("aanvaller", "uitgeslotene", "beheerder", "auditor")


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize(
    "nummer", range(len(ZAAKROUTES)), ids=["-".join((n, *map(str, d))) for n, d in ZAAKROUTES]
)
def test_een_vreemde_zaak_is_in_alles_gelijk_aan_een_onbekende(toneel, client_van, nummer):
    """Status, headers, body, and the number of statements (so that time tells nothing either).

    Read by one and sent by another, in turn; every way of asking every page: `test_bestaan.py`.
    """
    naam, delen = ZAAKROUTES[nummer]
    vreemd, onbekend = (adres(naam, pk, *_delen(toneel, delen)) for pk in (toneel.doel.pk, uuid4()))
    for beurt, hoe in enumerate(("GET", "POST met velden"), nummer):
        wie = VREEMDEN[beurt % len(VREEMDEN)]
        assert vergelijk(client_van(getattr(toneel, wie)), vreemd, onbekend, [hoe]) == [], (wie, hoe)


KINDROUTES = [
    ("persoon_wijzig", lambda t: (t.doel_persoon.pk,)),
    ("persoon_verwijder", lambda t: (t.doel_persoon.pk,)),
    ("toegang_beeindig", lambda t: (t.doel_toekenning.pk,)),
    ("uitsluiting_opheffen", lambda t: (t.uitgeslotene.pk,)),
]


@pytest.mark.aanval("eerste muur")
@pytest.mark.parametrize(("naam", "delen"), KINDROUTES)
def test_een_onderdeel_van_een_andere_zaak_gaat_niet_open_via_de_mijne(
    toneel, client_van, fabriek, naam, delen
):
    client = client_van(toneel.aanvaller)
    gelezen = client.get(adres(naam, toneel.mijn.pk, *delen(toneel)))
    gestuurd = client.post(adres(naam, toneel.mijn.pk, *delen(toneel)), {"naam": "gekaapt"}, follow=True)
    assert gelezen.status_code == 404
    for antwoord in (gelezen, gestuurd):
        assert toneel.doel.zaaknummer not in antwoord.content.decode()
    with fabriek():
        assert Persoon.objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.doel_persoon.pk).exists()
        assert Toekenning.objects.get(pk=toneel.doel_toekenning.pk).beeindigd_op is None
        assert Uitsluiting.objects.filter(zaak=toneel.doel, gebruiker=toneel.uitgeslotene).exists()


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("wie", ["aanvaller", "uitgeslotene"])
@pytest.mark.parametrize(
    "vraag",
    [
        {},
        {"tab": "team"},
        {"tab": "niet-toegewezen"},
        {"tab": "mijn"},
        {"q": "NUMMER"},
        {"q": "nummer-klein"},
        {"q": "M-1999"},
        {"q": GEHEIM},
        {"q": f"onderwerp {GEHEIM}"},
        {"na": "2024-11-16_00000000-0000-0000-0000-000000000000"},
        {"voor": "2024-11-14_00000000-0000-0000-0000-000000000000"},
        {"sorteer": "termijn"},
        {"geannuleerd": "on"},
        {"jaar": "2024", "status": "in_beoordeling", "categorie": "omgangsvormen"},
    ],
)
def test_lijst_zoeken_en_filteren_verraden_een_vreemde_zaak_niet(toneel, client_van, wie, vraag):
    vraag = dict(vraag)
    if vraag.get("q") in {"NUMMER", "nummer-klein"}:
        vraag["q"] = toneel.doel.zaaknummer if vraag["q"] == "NUMMER" else toneel.doel.zaaknummer.lower()[:9]
    antwoord = client_van(getattr(toneel, wie)).get(reverse("meldingen:lijst"), vraag)
    assert antwoord.status_code == 200
    assert str(toneel.doel.pk) not in antwoord.content.decode()
    assert GEHEIM not in antwoord.content.decode().replace(f'value="{GEHEIM}"', "").replace(
        vraag.get("q", "\0"), ""
    )


@pytest.mark.aanval("bestaan")
def test_tellingen_tellen_een_vreemde_zaak_niet_mee(toneel, client_van, fabriek):
    client = client_van(toneel.uitgeslotene)
    voor = kaal(client.get(reverse("meldingen:tellingen")))
    with fabriek():
        for _ in range(3):
            sluit_uit(maak_melding(team=toneel.team, status=Status.NIEUW), toneel.uitgeslotene)
            maak_melding(lezers=(toneel.eigenaar,))
    assert kaal(client.get(reverse("meldingen:tellingen"))) == voor


@pytest.mark.aanval("eerste muur")
def test_mijn_werk_toont_een_uitgeslotene_niets(toneel, client_van):
    antwoord = client_van(toneel.uitgeslotene).get(reverse("mijn_werk"))
    assert antwoord.status_code == 200
    assert toneel.doel.zaaknummer not in antwoord.content.decode()


@pytest.mark.aanval("bestaan")
def test_samenvoegen_met_een_onzichtbare_melding_is_geen_orakel(toneel, client_van):
    """Existing but unseen, excluded, and never given out: one answer, in the same number of statements."""
    client, gezien = client_van(toneel.aanvaller), []
    for nummer in (toneel.doel.zaaknummer, "M-1999-99999", toneel.doel.zaaknummer):
        with CaptureQueriesContext(connection) as vragen:
            antwoord = client.post(
                adres("status", toneel.mijn.pk, "samengevoegd"),
                {"samengevoegd_met": nummer, "toelichting": "dubbel"},
            )
        gezien.append((antwoord.status_code, kaal(antwoord).replace(nummer, "N"), len(vragen)))
    assert gezien[0] == gezien[1] == gezien[2]
    assert gezien[0][0] == 422


@pytest.mark.aanval("bestaan")
def test_een_samenvoeging_verraadt_de_andere_melding_niet_aan_wie_daarvan_is_uitgesloten(
    toneel, client_van, fabriek
):
    with fabriek():
        lezer = maak_gebruiker(Rol.ADVISEUR)
        weg = maak_melding(
            lezers=(lezer,),
            behandelaar=lezer,
            status=Status.SAMENGEVOEGD,
            samengevoegd_met=toneel.doel,
        )
        sluit_uit(toneel.doel, lezer)
    antwoord = client_van(lezer).get(adres("detail", weg.pk))
    assert antwoord.status_code == 200
    assert toneel.doel.zaaknummer not in antwoord.content.decode()
    assert str(toneel.doel.pk) not in antwoord.content.decode()


@pytest.mark.aanval("massa")
@pytest.mark.parametrize("veld", ["behandelaar", "aan", "gebruiker"])
@pytest.mark.parametrize("waarde", ["0", "-1", "999999999999999999999", "beheerder", "auditor", "\x00", "1 OR 1=1"])  # fmt: skip
def test_alleen_een_collega_uit_de_keuze_wordt_aangenomen(toneel, client_van, fabriek, veld, waarde):
    route = {"behandelaar": "toewijzen", "aan": "delen", "gebruiker": "uitsluiten"}[veld]
    keuze = str(getattr(toneel, waarde).pk) if waarde in {"beheerder", "auditor"} else waarde
    antwoord = client_van(toneel.aanvaller).post(
        adres(route, toneel.mijn.pk), {veld: keuze, "reden": "x", "grond": "betrokken"}
    )
    assert antwoord.status_code == 422
    assert vers(toneel.mijn, fabriek).behandelaar_id == toneel.aanvaller.pk


EXTRA = {
    "team": "1",
    "team_id": "1",
    "behandelaar_id": "1",
    "verzegeld": "",
    "zaaknummer": "M-1-1",
    "sleutel": str(uuid4()),
    "soort": "klacht",
    "aangemaakt_door": "1",
    "geannuleerd_op": "2024-01-01",
    "status": "gesloten",
    "gebruikers": "1",
    "samengevoegd_met": str(uuid4()),
    "eerste_termijn": "2000-01-01",
    "versie": "99",
    "velden": "eenheid",
}


@pytest.mark.aanval("massa")
def test_een_formulier_neemt_geen_velden_aan_die_het_niet_heeft(toneel, client_van, fabriek):
    client, pad = client_van(toneel.aanvaller), adres("wijzig", toneel.mijn.pk, "gebeurtenis")
    was = vers(toneel.mijn, fabriek)
    verborgen = dict(client.get(pad).context["form"].verborgen)
    antwoord = client.post(pad, EXTRA | verborgen | {"eenheid": "nieuwe eenheid", "velden": "eenheid"})
    assert antwoord.status_code == 302
    nu = vers(toneel.mijn, fabriek)
    assert nu.eenheid == "nieuwe eenheid"
    for veld in ("team_id", "behandelaar_id", "verzegeld", "zaaknummer", "sleutel_id", "soort", "status"):
        assert getattr(nu, veld) == getattr(was, veld), veld
    for veld in ("aangemaakt_door_id", "geannuleerd_op", "samengevoegd_met_id"):
        assert getattr(nu, veld) == getattr(was, veld), veld
    assert str(nu.eerste_termijn) != EXTRA["eerste_termijn"]
    assert nu.versie == was.versie + 1


@pytest.mark.aanval("massa")
def test_een_persoon_verhuist_niet_door_een_extra_veld(toneel, client_van, fabriek):
    client = client_van(toneel.aanvaller)
    pad = adres("persoon_wijzig", toneel.mijn.pk, toneel.mijn_persoon.pk)
    verborgen = dict(client.get(pad).context["form"].verborgen)
    extra = {"zaak": str(toneel.doel.pk), "zaak_id": str(toneel.doel.pk), "rol": "getuige", "volgnummer": "9"}
    assert client.post(pad, verborgen | extra | {"naam": "nieuw"}).status_code == 302
    with fabriek():
        nu = Persoon.objects.zonder_toegangsfilter(reden="test").get(pk=toneel.mijn_persoon.pk)
    assert (nu.zaak_id, nu.rol, nu.volgnummer) == (toneel.mijn.pk, "melder", 1)


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("route", ["toewijzen", "delen", "uitsluiten", "annuleer", "persoon_nieuw"])
def test_wie_alleen_mag_lezen_krijgt_403_en_verandert_niets(toneel, client_van, fabriek, route):
    antwoord = client_van(toneel.onderzoeker).post(
        adres(route, toneel.doel.pk), POST | {"gebruiker": toneel.eigenaar.pk}
    )
    assert antwoord.status_code == 403
    assert GEHEIM not in antwoord.content.decode()
    nu = vers(toneel.doel, fabriek)
    assert (nu.behandelaar_id, nu.geannuleerd_op, nu.versie) == (
        toneel.eigenaar.pk,
        None,
        toneel.doel.versie,
    )


@pytest.mark.aanval("eerste muur")
@pytest.mark.parametrize(
    "route", ["annuleer", "toewijzen", "delen", "uitsluiten", "notitie", "persoon_nieuw"]
)
def test_een_geannuleerde_melding_neemt_geen_handeling_aan(toneel, client_van, fabriek, route):
    with fabriek():
        Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=toneel.mijn.pk).update(
            geannuleerd_op=timezone.now(), geannuleerd_door=toneel.aanvaller
        )
    antwoord = client_van(toneel.aanvaller).post(adres(route, toneel.mijn.pk), POST)
    assert antwoord.status_code == 403


@pytest.mark.aanval("race")
def test_wie_zichzelf_uitsluit_komt_er_niet_meer_in(toneel, client_van, fabriek):
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(ander, toneel.aanvaller), behandelaar=ander)
    client = client_van(toneel.aanvaller)
    client_van(ander).post(
        adres("uitsluiten", zaak.pk), {"gebruiker": toneel.aanvaller.pk, "grond": "betrokken"}
    )
    for route in ("detail", "notitie", "delen"):
        assert client.get(adres(route, zaak.pk)).status_code == 404
    pad = adres("uitsluiting_opheffen", zaak.pk, toneel.aanvaller.pk)
    assert client.post(pad).status_code == 404


@pytest.mark.aanval("klok")
def test_een_verlopen_toegang_is_ook_met_een_open_venster_voorbij(toneel, client_van, fabriek):
    client = client_van(toneel.onderzoeker)
    assert client.get(adres("detail", toneel.doel.pk)).status_code == 200
    with fabriek():
        Toekenning.objects.filter(user=toneel.onderzoeker, content_object=toneel.doel).update(
            verleend_op=timezone.now() - timedelta(days=2), verloopt_op=timezone.now() - timedelta(days=1)
        )
    assert (
        client.post(adres("notitie", toneel.doel.pk), {"tekst": "x", "inzending": uuid4()}).status_code == 404
    )


@pytest.mark.aanval("concept")
@pytest.mark.parametrize("route", ["concept", "concept_bewaar", "concept_weggooien"])
def test_een_concept_van_een_ander_bestaat_niet(toneel, als, client_van, route):
    with als(toneel.eigenaar) as eigenaar:
        concept = begin_concept(soort="melding", door=eigenaar)
    client, gezien = client_van(toneel.aanvaller), []
    for pk in (concept.pk, uuid4()):
        delen = (pk, "ontvangst") if route == "concept" else (pk,)
        for methode in ("get", "post"):
            data = {"stap": "ontvangst", "volgnummer": "5", "sleutel": str(concept.sleutel_id)}
            antwoord = getattr(client, methode)(adres(route, *delen), data)
            gezien.append((antwoord.status_code, kaal(antwoord).replace(str(pk), "")))
    assert gezien[:2] == gezien[2:]
    assert {status for status, _ in gezien} == {404}


@pytest.mark.aanval("concept")
def test_een_concept_wijst_niet_naar_een_melding_die_ik_niet_zie(toneel, client_van):
    """The key that a page carries leads to the melding that grew from it, for who sees that melding."""
    for wie in ("aanvaller", "uitgeslotene"):
        client = client_van(getattr(toneel, wie))
        for sleutel in (toneel.doel.sleutel_id, uuid4()):
            antwoord = client.post(adres("concept", uuid4(), "ontvangst"), {"sleutel": str(sleutel)})
            assert antwoord.status_code == 404
            antwoord = client.post(adres("concept_bewaar", uuid4()), {"sleutel": str(sleutel)})
            assert antwoord.status_code == 404


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("rol", [Rol.ONDERZOEKER, Rol.BEHEERDER, Rol.AUDITOR, Rol.VERTROUWENSPERSOON, Rol.BELEID])  # fmt: skip
def test_wie_niet_mag_registreren_maakt_ook_geen_concept(fabriek, client_van, rol):
    with fabriek():
        wie = maak_gebruiker(rol)
    assert client_van(wie).post(reverse("meldingen:nieuw")).status_code == 404


@pytest.mark.aanval("eerste muur")
def test_een_notitie_met_dezelfde_inzending_hoort_bij_een_zaak_en_een_mens(toneel, client_van, fabriek):
    inzending = str(uuid4())
    data = {"tekst": "dezelfde", "inzending": inzending}
    client_van(toneel.aanvaller).post(adres("notitie", toneel.mijn.pk), data)
    client_van(toneel.eigenaar).post(adres("notitie", toneel.doel.pk), data)
    with fabriek():
        assert Notitie.objects.zonder_toegangsfilter(reden="test").filter(zaak=toneel.doel).count() == 2
        assert Notitie.objects.zonder_toegangsfilter(reden="test").filter(zaak=toneel.mijn).count() == 1
