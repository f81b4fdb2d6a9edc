"""Random walks of real acts over zaken that hang together: whatever is done in whatever order, the promises hold.

`test_wie_ziet_wat` compares sight with its definition after changes past the services. Here everything is done by people,
through the services and as the web role, and what is checked are the promises of docs/toegang.md about more than one zaak.
"""

from __future__ import annotations

import os
from contextlib import nullcontext

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gebruikers.fouten import BeheerGeweigerd
from tests.hulp.wie import als, fabriek
from zaken.models import Signaal, Zaak
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde
from zaken.services.databank import NietMogelijk
from zaken.toegang import Recht, mag

from .wandelen import STAPPEN, Stap, maak_wereld, vraag

pytestmark = pytest.mark.databank

GEWEIGERD = (
    BeheerGeweigerd, NietMogelijk, ObjectDoesNotExist, OngeldigeOvergang, OnvoldaanVoorwaarde, PermissionDenied,
    ValidationError,
)  # fmt: skip
"""A step that is not allowed is no step. Anything else is a fault."""
KOST = (Recht.BEHANDELEN, Recht.TOEWIJZEN, Recht.DELEN, Recht.UITSLUITEN, Recht.WIJZIGEN, Recht.INTAKE)


@pytest.fixture
def wereld(db):
    return maak_wereld()


def zet(w, stap):
    """Do it as the one who does it, and hold it to the promises; a refusal leaves everything as it was."""
    (soort, wat), welke, ander, tweede, kies = stap
    rij = w.zaken[welke % len(w.zaken)]
    wie = _wie(w, soort, rij, kies)
    if wie is None:
        return
    op = Stap(w, wie, rij, w.mensen[ander % len(w.mensen)], w.zaken[tweede % len(w.zaken)], kies)
    groep, voor = _groep(rij), _rechten(w, wie)
    aantal = len(w.zaken)
    try:
        with transaction.atomic(), als(wie) if soort != "aanmelder" else nullcontext():
            getattr(op, wat)()
            vraag("SET CONSTRAINTS ALL IMMEDIATE")
            vraag("SET CONSTRAINTS ALL DEFERRED")
    except GEWEIGERD:
        del w.zaken[aantal:]
        return
    w.gedaan = (wat, wie.naam, w.zaken.index(rij), op.ander.naam, kies)
    _niemand_wint(w, wie, voor, {rij.pk, *(zaak.pk for zaak in w.zaken[aantal:])})
    with fabriek():
        if wat == "sluit_uit":
            dicht = vraag("SELECT zaak_id FROM zaken_uitsluiting WHERE gebruiker_id = %s", op.ander.pk)
            assert groep <= {zaak for (zaak,) in dicht}, w.gedaan
        if wat == "signaal_wordt_zaak":
            vroeger = vraag(
                "SELECT u.gebruiker_id FROM zaken_uitsluiting u JOIN zaken_signaal s ON u.zaak_id = ANY (s.was_zaken)"
            )
            nu = vraag("SELECT gebruiker_id FROM zaken_uitsluiting WHERE zaak_id = %s", w.zaken[-1].pk)
            assert set(vroeger) <= set(nu), w.gedaan
            w.was_ooit.append(w.zaken[-1].pk)
        if wat == "verzegel":
            assert not vraag("SELECT 1 FROM zaken_zaak WHERE id = ANY (%s) AND NOT verzegeld", list(groep)), (
                w.gedaan
            )
        for belofte, opdracht in BELOFTEN.items():
            assert not vraag(opdracht), (belofte, w.gedaan)


def _wie(w, soort, rij, kies):
    """Mostly somebody who reads this zaak: others are refused, which other tests say."""
    if soort == "zaak":
        with fabriek():
            lezers = {lezer for (lezer,) in vraag("SELECT app.lezers(%s)", rij.pk)}
        kan = [een for een in w.mensen if een.pk in lezers]
        return kan[kies // 4 % len(kan)] if kan else None
    if soort == "balie":
        return w.mensen[kies % 2]
    return w.lead if soort == "leider" else w.beheerder


def _groep(rij):
    with fabriek():
        return {rij.pk, *(een for (een,) in vraag("SELECT app._andere_van_groep(%s, true, NULL)", rij.pk))}


def _rechten(w, wie):
    """What `wie` sees → what `wie` may there."""
    with als(wie):
        return {z.pk: {een for een in KOST if mag(wie, een, z)} for z in Zaak.objects.zichtbaar_voor(wie)}


def _niemand_wint(w, wie, voor, hierin):
    """Nobody gains sight of another zaak, nor a right in it that was not there to take."""
    for zaak, rechten in _rechten(w, wie).items():
        if zaak not in hierin:
            assert zaak in voor, ("wint zicht", w.gedaan)
            assert not rechten - voor[zaak] or Recht.TOEWIJZEN in voor[zaak], ("wint een recht", w.gedaan)


LOOPT = "t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())"
BELOFTEN = {
    "wie is uitgesloten houdt niets": f"""
        SELECT 1 FROM zaken_uitsluiting u JOIN zaken_zaak z ON z.id = u.zaak_id WHERE z.behandelaar_id = u.gebruiker_id
        OR EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = z.id AND t.user_id = u.gebruiker_id AND {LOOPT})""",
    "verzegeld is van buiten COID": f"""
        SELECT 1 FROM zaken_zaak z LEFT JOIN zaken_toekenning t ON t.content_object_id = z.id AND {LOOPT}
        WHERE z.verzegeld AND (z.team_id IS NOT NULL OR t.user_id IS NOT NULL AND NOT app.staat_buiten_coid(t.user_id))""",
    "iedere zaak heeft een lezer, of staat bij de beheerder: met haar gebeurtenis, of op naam van wie vertrok": """
        SELECT z.id FROM zaken_zaak z WHERE z.geannuleerd_op IS NULL AND NOT EXISTS (SELECT FROM app.lezers(z.id))
        AND (z.id NOT IN (SELECT app._zonder_lezer())
             OR NOT EXISTS (SELECT FROM logboek_gebeurtenis l WHERE l.zaak_id = z.id AND l.soort = 'zonder_lezer'))
        AND NOT EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = z.id AND t.beeindigd_op IS NULL
                        AND NOT app.heeft_zaakrol(t.user_id))""",
    "de hint is de waarheid": """
        SELECT 1 FROM zaken_zaak z WHERE gebruikers <> ARRAY(
          SELECT t.user_id::bigint FROM zaken_toekenning t WHERE t.content_object_id = z.id AND t.beeindigd_op IS NULL
          ORDER BY 1)""",
    "een rol die verviel leest niets meer": f"""
        SELECT 1 FROM zaken_toekenning t JOIN zaken_zaak z ON z.id = t.content_object_id
        WHERE {LOOPT} AND app.heeft_zaakrol(t.user_id) AND NOT app._rol_leest(t.user_id, z.soort, z.aangemaakt_door_id = t.user_id)""",
    "wie behandelt mag dat van een rol": """
        SELECT 1 FROM zaken_zaak z WHERE z.geannuleerd_op IS NULL AND app.heeft_zaakrol(z.behandelaar_id)
        AND NOT app._heeft_een_van(z.behandelaar_id, app.zaakbeleid(z.soort, 'behandelaar'))""",
    "een balie heeft niemand zonder haar rol": """
        SELECT 1 FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
        WHERE NOT app._past_in_team(l.gebruiker_id, t.soort)""",
    "waarnemen eindigt met wat het gaf": """
        SELECT 1 FROM zaken_toekenning t JOIN zaken_waarneming w ON w.id = t.waarneming_id
        JOIN zaken_zaak z ON z.id = t.content_object_id WHERE t.beeindigd_op IS NULL
        AND (w.beeindigd_op IS NOT NULL OR z.behandelaar_id IS DISTINCT FROM w.voor_id
             OR (w.teams IS NOT NULL AND NOT coalesce(z.team_id = ANY (w.teams), false)))""",
    "wie ongezien verzegelde krijgt het niet": f"""
        SELECT 1 FROM logboek_gebeurtenis l JOIN zaken_toekenning t ON t.content_object_id = l.zaak_id
        WHERE l.soort = 'verzegeld' AND l.bijzonderheden ? 'ongezien' AND t.user_id = l.door_id AND {LOOPT}""",
    "wie waarneemt leest mee": f"""
        SELECT 1 FROM zaken_waarneming w JOIN zaken_zaak z ON z.behandelaar_id = w.voor_id
        WHERE w.beeindigd_op IS NULL AND z.geannuleerd_op IS NULL AND (w.teams IS NULL OR z.team_id = ANY (w.teams))
        AND app._past_bij(z.id, w.waarnemer_id, 'behandelaar')
        AND NOT EXISTS (SELECT FROM logboek_gebeurtenis l
                        WHERE l.soort = 'rollen_gewijzigd' AND l.object_id = w.waarnemer_id::text)
        AND NOT EXISTS (
          SELECT FROM zaken_toekenning t WHERE t.content_object_id = z.id AND t.user_id = w.waarnemer_id
          AND (({LOOPT}) OR (t.waarneming_id = w.id AND t.einde IN ('beeindigd', 'herzien', 'overgedragen'))))""",
    "wat gedeeld was loopt door na het waarnemen": f"""
        SELECT 1 FROM zaken_toekenning d JOIN zaken_toekenning n USING (content_object_id, user_id)
        WHERE d.einde = 'vervangen' AND d.verloopt_op > now() AND d.waarneming_id IS NULL AND n.einde = 'waarneming'
        AND app._past_bij(d.content_object_id, d.user_id, 'lezer') AND NOT EXISTS (
          SELECT FROM zaken_toekenning t WHERE (t.content_object_id, t.user_id) = (d.content_object_id, d.user_id)
          AND (({LOOPT}) OR t.einde NOT IN ('vervangen', 'waarneming')))""",
}
"""Each gives a row where it is broken."""


def controleer_de_muren(w):
    """Both walls give everybody the same; none of it is a zaak, a half or a signal that is closed to them."""
    with fabriek():
        uit = set(vraag("SELECT gebruiker_id, zaak_id FROM zaken_uitsluiting"))
        dicht = {zaak for (zaak,) in vraag("SELECT id FROM zaken_zaak WHERE verzegeld")}
        buiten = {g for (g,) in vraag("SELECT id FROM gebruikers_gebruiker WHERE app.staat_buiten_coid(id)")}
    for wie in w.mensen:
        with als(wie):
            tweede = {zaak for (zaak,) in vraag("SELECT id FROM zaken_zaak")}
            eerste = Zaak.objects.zichtbaar_voor(wie).values_list("pk", flat=True)
            signalen = Signaal.objects.zichtbaar_voor(wie).values_list("pk", flat=True)
            signalen_van_de_databank = {signaal for (signaal,) in vraag("SELECT id FROM zaken_signaal")}
            with fabriek():
                assert set(eerste) == tweede, wie.naam
        niet_voor = {zaak for gebruiker, zaak in uit if gebruiker == wie.pk}
        assert not tweede & niet_voor, wie.naam
        assert wie.pk in buiten or not tweede & dicht, wie.naam
        with als(wie):
            assert set(signalen) == signalen_van_de_databank, wie.naam
        if signalen_van_de_databank:
            ooit = set(w.was_ooit)
            assert not ooit & niet_voor, (wie.naam, "signaal")
            assert ooit & dicht <= tweede, (wie.naam, "signaal")


GETAL = st.integers(0, 11)
WANDELING = st.lists(
    st.tuples(st.sampled_from(STAPPEN), GETAL, GETAL, GETAL, GETAL),
    min_size=5,
    max_size=10,
    unique_by=lambda stap: stap[:2],
)


def altijd(functie):
    """Walks to what once broke, whatever hypothesis draws: two or three steps from the world as it begins."""
    for stappen in (
        [
            (("balie", "signaal_wordt_zaak"), 0, 0, 0, 0),
            (("zaak", "hef_op"), 9, 1, 0, 0),
            (("zaak", "annuleer"), 9, 0, 0, 0),
        ],
        [(("zaak", "sluit_uit"), 1, 4, 0, 0)],
        [(("aanmelder", "meld_aan"), 0, 8, 0, 0), (("aanmelder", "meld_aan"), 0, 9, 0, 0)],
        [(("leider", "draag_over"), 0, 6, 0, 4)],
        [(("beheer", "neem_rol"), 0, 2, 0, 0)],
        [(("aanmelder", "meld_aan"), 0, 3, 0, 2), (("aanmelder", "meld_aan"), 0, 2, 0, 2)],
        [(("zaak", "sluit_uit"), 2, 5, 0, 0), (("zaak", "hef_op"), 2, 5, 0, 0)],
        [
            (("beheer", "neem_waar"), 0, 4, 0, 8),
            (("zaak", "vraag_ontzegeling"), 4, 0, 0, 0),
            (("zaak", "stem_in"), 4, 0, 0, 4),
        ],
        [
            (("zaak", "deel"), 0, 6, 0, 1),
            (("beheer", "neem_waar"), 0, 6, 0, 4),
            (("beheer", "kom_terug"), 0, 4, 0, 0),
        ],
        [(("aanmelder", "meld_aan"), 0, wie, 0, kies) for wie, kies in ((3, 0), (2, 0), (2, 2))],
        [(("zaak", "wijs_toe"), 2, 6, 0, 0)],
        [(("zaak", "verzegel"), 8, 0, 0, 1), (("beheer", "draag_over"), 0, 9, 0, 8)],
    ):
        functie = example(wandeling=stappen)(functie)
    return functie


@altijd
@settings(
    max_examples=8 if "JID_TWEEDE_RONDE" in os.environ else 25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(wandeling=WANDELING)
def test_wat_mensen_ook_na_elkaar_doen_de_beloften_houden(wereld, wandeling):
    """Each walk begins in the same world, and is undone."""
    zaken, was_ooit = list(wereld.zaken), list(wereld.was_ooit)
    punt = transaction.savepoint()
    try:
        for stap in wandeling:
            zet(wereld, stap)
        controleer_de_muren(wereld)
    finally:
        transaction.savepoint_rollback(punt)
        wereld.zaken, wereld.was_ooit = zaken, was_ooit
