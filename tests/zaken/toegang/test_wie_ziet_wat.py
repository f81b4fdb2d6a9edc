"""What each user sees equals the plain written definition, after any sequence of changes, whatever the hints say."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from gebruikers.rollen import NOODROLLEN, ZAAKROLLEN, Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.noodtoegang import maak_noodtoegang
from tests.factories.registers import MAKERS, maak_zaak
from tests.factories.zaken import maak_toekenning, maak_zaak_van, sluit_uit
from tests.hulp.wie import als, fabriek
from zaken.models import Datasleutel, Noodtoegang, Toekenning, Uitsluiting, Zaak
from zaken.register import registers
from zaken.services.databank import NietMogelijk, roep

from .definitie import Definitie

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

WIE = st.integers(0, 4)
WAT = st.integers(0, 3)
STRAKS = timezone.now() + timedelta(days=30)


class Toegang(RuleBasedStateMachine):
    """Grants, endings, expiries, team changes, exclusions, seals, roles and stale or forged hints, in any order."""

    @initialize()
    def begin(self) -> None:
        self.stappen = 0
        self.punt = transaction.atomic()
        self.punt.__enter__()
        self.definitie = Definitie()
        with fabriek():
            self.teams = [maak_team(), maak_team(), maak_team(soort=Team.Soort.BUITEN_COID)]
            self.gebruikers = [maak_gebruiker(Rol.ADVISEUR) for _ in range(3)] + [
                maak_gebruiker(Rol.BEHEERDER),
                maak_gebruiker(Rol.AUDITOR),
            ]
            self.zaken = [_maak(soort, team=self.teams[i % 2]) for i, soort in enumerate(Zaak.Soort)]
        self.definitie.team_van = {z.pk: z.team_id for z in self.zaken}
        self.definitie.soort = {z.pk: z.soort for z in self.zaken}
        self.definitie.behandelaar = {z.pk: None for z in self.zaken}
        self.definitie.rol = {g.pk: Rol.ADVISEUR for g in self.gebruikers[:3]}
        self.definitie.rol |= {self.gebruikers[3].pk: Rol.BEHEERDER, self.gebruikers[4].pk: Rol.AUDITOR}
        self.definitie.buitenteam = self.teams[2].pk
        self.definitie.actief = {g.pk for g in self.gebruikers}
        self.definitie.met_zaakrol = {g.pk for g in self.gebruikers[:3]}
        self.definitie.met_noodrol = {self.gebruikers[4].pk}

    @rule(wie=WIE, wat=WAT)
    def verleen(self, wie: int, wat: int) -> None:
        gebruiker, zaak = self.gebruikers[wie], self.zaken[wat]
        with fabriek():
            Toekenning.objects.filter(user=gebruiker, content_object=zaak, beeindigd_op=None).update(
                beeindigd_op=timezone.now()
            )
            maak_toekenning(zaak, gebruiker)
        self.definitie.toegekend[gebruiker.pk, zaak.pk] = None

    @rule(wie=WIE, wat=WAT)
    def beeindig(self, wie: int, wat: int) -> None:
        gebruiker, zaak = self.gebruikers[wie], self.zaken[wat]
        with fabriek():
            Toekenning.objects.filter(user=gebruiker, content_object=zaak, beeindigd_op=None).update(
                beeindigd_op=timezone.now()
            )
        self.definitie.toegekend.pop((gebruiker.pk, zaak.pk), None)

    @rule(wie=WIE, wat=WAT)
    def laat_verlopen(self, wie: int, wat: int) -> None:
        gebruiker, zaak = self.gebruikers[wie], self.zaken[wat]
        gisteren = timezone.now() - timedelta(days=1)
        with fabriek():
            Toekenning.objects.filter(user=gebruiker, content_object=zaak, beeindigd_op=None).update(
                verleend_op=gisteren - timedelta(days=1), verloopt_op=gisteren
            )
        self.definitie.toegekend.pop((gebruiker.pk, zaak.pk), None)

    @rule(wie=WIE, wat=WAT, begin=st.sampled_from([-30, -1, -1, 1]))
    def geef_noodtoegang(self, wie: int, wat: int, begin: int) -> None:
        """Running, expired or still to come; only what runs shows."""
        gebruiker, zaak = self.gebruikers[wie], self.zaken[wat]
        with fabriek():
            self._beeindig_noodtoegang(gebruiker, zaak)
            maak_noodtoegang(zaak, gebruiker, geopend_op=timezone.now() + timedelta(hours=begin))
        if begin == -1:
            self.definitie.noodtoegang.add((gebruiker.pk, zaak.pk))

    @rule(wie=WIE, wat=WAT)
    def beeindig_noodtoegang(self, wie: int, wat: int) -> None:
        with fabriek():
            self._beeindig_noodtoegang(self.gebruikers[wie], self.zaken[wat])

    @rule(wie=WIE, wat=WAT)
    def open_noodtoegang_met_de_functie(self, wie: int, wat: int) -> None:
        """With a role and somebody else who keeps watch it never refuses; it opens only what is not the asker's own affair
        and what somebody may judge."""
        d, gebruiker, zaak = self.definitie, self.gebruikers[wie], self.zaken[wat]
        with fabriek():
            Noodtoegang.objects.filter(
                gebruiker=gebruiker, zaaknummer=zaak.zaaknummer, beeindigd_op=None
            ).update(beeindigd_op=F("geopend_op"))
            sleutel = Datasleutel.nieuw()
            sleutel.save(force_insert=True)
        d.noodtoegang.discard((gebruiker.pk, zaak.pk))
        anderen = (d.actief & d.met_noodrol) - {gebruiker.pk}
        mag = gebruiker.pk in d.actief & d.met_noodrol and bool(anderen)
        with als(gebruiker):
            tekst = b"\x01" + b"0" * 40
            gelukt = _lukt("open_noodtoegang", uuid4(), zaak.zaaknummer, sleutel.pk, tekst, 1)
            assert gelukt == mag
        over = {ander for ander in anderen if (ander, zaak.pk) not in d.uitgesloten}
        if mag and over and (gebruiker.pk, zaak.pk) not in d.uitgesloten:
            d.noodtoegang.add((gebruiker.pk, zaak.pk))

    def _beeindig_noodtoegang(self, gebruiker: Gebruiker, zaak: Zaak) -> None:
        Noodtoegang.objects.filter(gebruiker=gebruiker, zaak_id=zaak.pk, beeindigd_op=None).update(
            beeindigd_op=F("geopend_op")
        )
        self.definitie.noodtoegang.discard((gebruiker.pk, zaak.pk))

    @rule(wie=WIE, wat=WAT)
    def sluit_uit(self, wie: int, wat: int) -> None:
        gebruiker, zaak = self.gebruikers[wie], self.zaken[wat]
        if (gebruiker.pk, zaak.pk) not in self.definitie.uitgesloten:
            with fabriek():
                sluit_uit(zaak, gebruiker)
            self.definitie.uitgesloten.add((gebruiker.pk, zaak.pk))

    @rule(wie=WIE, wat=WAT)
    def hef_op(self, wie: int, wat: int) -> None:
        gebruiker, zaak = self.gebruikers[wie], self.zaken[wat]
        with fabriek():
            Uitsluiting.objects.filter(gebruiker=gebruiker, zaak=zaak).delete()
        self.definitie.uitgesloten.discard((gebruiker.pk, zaak.pk))

    @rule(wat=WAT, team=st.sampled_from([None, 0, 1]))
    def verhuis(self, wat: int, team: int | None) -> None:
        zaak, nieuw = self.zaken[wat], None if team is None else self.teams[team].pk
        with fabriek():
            Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(team_id=nieuw)
        self.definitie.team_van[zaak.pk] = nieuw

    @rule(wat=WAT, dicht=st.booleans())
    def verzegel(self, wat: int, dicht: bool) -> None:
        zaak = self.zaken[wat]
        with fabriek():
            Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(verzegeld=dicht)
        (self.definitie.verzegeld.add if dicht else self.definitie.verzegeld.discard)(zaak.pk)

    @rule(wie=WIE, team=st.integers(0, 2), lid=st.booleans())
    def lid(self, wie: int, team: int, lid: bool) -> None:
        paar = (self.gebruikers[wie].pk, self.teams[team].pk)
        with fabriek():
            Lidmaatschap.objects.filter(gebruiker_id=paar[0], team_id=paar[1]).delete()
            if lid:
                Lidmaatschap.objects.create(gebruiker_id=paar[0], team_id=paar[1])
        (self.definitie.leden.add if lid else self.definitie.leden.discard)(paar)

    @rule(
        wie=WIE,
        rol=st.sampled_from([*sorted(ZAAKROLLEN), Rol.BEHEERDER, Rol.AUDITOR, Rol.PRIVACY, Rol.BELEID]),
    )
    def geef_enige_rol(self, wie: int, rol: Rol) -> None:
        gebruiker = self.gebruikers[wie]
        with fabriek():
            Roltoekenning.objects.filter(gebruiker=gebruiker).delete()
            Roltoekenning.objects.create(gebruiker=gebruiker, rol=rol)
        self.definitie.rol[gebruiker.pk] = rol
        zaakrol = rol in ZAAKROLLEN
        (self.definitie.met_zaakrol.add if zaakrol else self.definitie.met_zaakrol.discard)(gebruiker.pk)
        noodrol = rol in NOODROLLEN
        (self.definitie.met_noodrol.add if noodrol else self.definitie.met_noodrol.discard)(gebruiker.pk)

    @rule(wie=WIE, actief=st.booleans())
    def activeer(self, wie: int, actief: bool) -> None:
        gebruiker = self.gebruikers[wie]
        with fabriek():
            Gebruiker.objects.filter(pk=gebruiker.pk).update(is_active=actief)
        (self.definitie.actief.add if actief else self.definitie.actief.discard)(gebruiker.pk)

    @rule(wie=WIE, wat=WAT)
    def wijs_toe(self, wie: int, wat: int) -> None:
        gebruiker, zaak = self.gebruikers[wie], self.zaken[wat]
        with fabriek():
            Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(behandelaar=gebruiker)
        self.definitie.zet_behandelaar(zaak.pk, gebruiker.pk)

    @rule(wie=WIE, wat=WAT, doel=WIE)
    def verzegel_met_de_functie(self, wie: int, wat: int, doel: int) -> None:
        d, door, zaak, aan = (
            self.definitie,
            self.gebruikers[wie],
            self.zaken[wat].pk,
            self.gebruikers[doel].pk,
        )
        buiten = d.staat_buiten(aan) and aan in d.actief & d.met_zaakrol and d.past(aan, zaak)
        mag = d.mag_schrijven(door.pk, zaak) and zaak not in d.verzegeld and buiten
        with als(door):
            assert _lukt("verzegel", zaak, aan, uuid4(), b"\x01" + b"0" * 40) == mag
        if not mag:
            return
        d.verzegeld.add(zaak)
        d.team_van[zaak] = None
        d.zet_behandelaar(zaak, aan)
        d.toegekend[aan, zaak] = None
        d.toegekend = {(w, z): bron for (w, z), bron in d.toegekend.items() if z != zaak or d.staat_buiten(w)}

    def _mag_overdragen(self, van: int, aan: int) -> bool:
        d, beheerder = self.definitie, self.gebruikers[3].pk
        is_beheerder = d.rol[beheerder] == Rol.BEHEERDER and beheerder in d.actief
        return is_beheerder and aan not in {van, beheerder} and aan in d.actief & d.met_zaakrol

    @rule(van=WIE, aan=WIE)
    def neem_waar(self, van: int, aan: int) -> None:
        d, voor, wie = self.definitie, self.gebruikers[van].pk, self.gebruikers[aan].pk
        mag = self._mag_overdragen(voor, wie)
        with als(self.gebruikers[3]):
            assert _lukt("stel_waarneming_in", uuid4(), voor, wie, "verlof", STRAKS) == mag
        if mag:
            d.stop_waarneming(voor)
            d.waarnemer[voor] = wie
            for zaak in [zaak for zaak, behandelaar in d.behandelaar.items() if behandelaar == voor]:
                d.geef_waar(voor, zaak)

    @rule(van=WIE)
    def stop_waarnemen(self, van: int) -> None:
        voor = self.gebruikers[van]
        with als(voor):
            assert _lukt("beeindig_waarneming", voor.pk) == (voor.pk in self.definitie.waarnemer)
        self.definitie.stop_waarneming(voor.pk)

    @rule(van=WIE, aan=WIE)
    def draag_over(self, van: int, aan: int) -> None:
        d, oud, nieuw = self.definitie, self.gebruikers[van].pk, self.gebruikers[aan].pk
        mag = self._mag_overdragen(oud, nieuw)
        alleen = {
            zaak for (wie, zaak), voor in d.toegekend.items()
            if wie == oud and voor is None and not d.andere_lezer(zaak, oud)
        }  # fmt: skip
        with als(self.gebruikers[3]):
            assert _lukt("draag_over", oud, nieuw, "vertrek") == mag
        if not mag:
            return
        blijft = set()
        for zaak in d.behandelaar:
            behandelt = d.behandelaar[zaak] == oud
            if not (behandelt or zaak in alleen):
                continue
            if not d.past(nieuw, zaak, "behandelaar" if behandelt else "lezer"):
                blijft.add(zaak)
                continue
            d.toegekend[nieuw, zaak] = None
            if behandelt:
                if (nieuw, d.team_van[zaak]) not in d.leden:
                    d.team_van[zaak] = None
                d.zet_behandelaar(zaak, nieuw)
        d.toegekend = {
            (wie, zaak): bron for (wie, zaak), bron in d.toegekend.items() if wie != oud or zaak in blijft
        }
        for voor, wie in list(d.waarnemer.items()):
            if wie == oud or (voor == oud and not blijft):
                d.stop_waarneming(voor)

    @invariant()
    def beide_muren_volgen_de_definitie_ook_met_een_vervalste_of_oude_hint(self) -> None:
        """Per person one context; the three false hints take turns, which over all steps everybody meets."""
        alles = "{" + ",".join(str(t.pk) for t in self.teams) + "}"
        self.stappen += 1
        for nummer, gebruiker in enumerate(self.gebruikers, self.stappen):
            verwacht = self.definitie.ziet(gebruiker.pk)
            with als(gebruiker):
                assert _rauw() == verwacht
                assert _rauw_per_register() == self._met_register(verwacht)
                assert _eerste_muur(gebruiker) == verwacht
                handelt = set() if gebruiker.pk in self.definitie.met_noodrol else verwacht
                assert _gezien([z.pk for z in self.zaken]) == handelt
                assert _rauw_te_wijzigen() == handelt
                _zet(een_zaak="ja")
                assert _rauw() == verwacht  # one zaak or many: the same truth
                _zet(een_zaak="", teams=(alles, "{}", "")[nummer % 3])
                assert _rauw() <= verwacht
                assert _ids("SELECT id FROM zaken_noodtoegang") == self._kent_noodtoegangen(gebruiker.pk)

    def _kent_noodtoegangen(self, gebruiker: int) -> set[UUID]:
        """All but those of a zaak from which this reviewer is excluded; also those without a zaak."""
        d = self.definitie
        if gebruiker not in d.actief & d.met_noodrol:
            return set()
        with fabriek():
            rijen = list(Noodtoegang.objects.values_list("pk", "zaak_id"))
        return {pk for pk, zaak in rijen if (gebruiker, zaak) not in d.uitgesloten}

    def _met_register(self, zaken: set[UUID]) -> set[UUID]:
        return {zaak.pk for zaak in self.zaken if zaak.pk in zaken and type(zaak) is not Zaak}

    @invariant()
    def het_omgekeerde_is_niet_waar_voor_een_vervalste_lijst_gebruikers(self) -> None:
        if self.stappen % 3:  # it writes every zaak: after every third step
            return
        punt = transaction.savepoint()
        with fabriek():
            Zaak.objects.zonder_toegangsfilter(reden="test").update(
                gebruikers=[g.pk for g in self.gebruikers]
            )
        for gebruiker in self.gebruikers:
            with als(gebruiker):
                assert _rauw() == self.definitie.ziet(gebruiker.pk)
        transaction.savepoint_rollback(punt)

    def teardown(self) -> None:
        if hasattr(self, "punt"):
            transaction.set_rollback(True)
            self.punt.__exit__(None, None, None)


def _lukt(functie: str, *waarden: object) -> bool:
    """Whether a checked function did it; what it refused is undone."""
    try:
        roep(functie, *waarden)
    except (PermissionDenied, NietMogelijk):
        return False
    return True


def _maak(soort: Zaak.Soort, **velden: Any) -> Zaak:
    """Of its register; a kernel row alone for a kind that has no register yet."""
    return maak_zaak(soort, **velden) if soort in MAKERS else maak_zaak_van(Zaak, soort, **velden)


def _zet(**hints: str) -> None:
    with connection.cursor() as cursor:
        for naam, waarde in hints.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"app.{naam}", waarde])


def _rauw() -> set[UUID]:
    return _ids("SELECT id FROM zaken_zaak")


def _rauw_te_wijzigen() -> set[UUID]:
    return _ids("SELECT id FROM zaken_zaak FOR UPDATE")


def _rauw_per_register() -> set[UUID]:
    tabellen = [register.model._meta.db_table for register in registers()]
    return _ids(" UNION ALL ".join(f"SELECT zaak_ptr_id FROM {tabel}" for tabel in tabellen))


def _gezien(zaken: list[UUID]) -> set[UUID]:
    """What the function that guards every act says."""
    return _ids("SELECT zaak FROM unnest(%s::uuid[]) AS zaak WHERE app.ziet_zaak(zaak)", [zaken])


def _ids(opdracht: str, waarden: list[object] | None = None) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)
        return {rij[0] for rij in cursor.fetchall()}


def _eerste_muur(gebruiker: Gebruiker) -> set[UUID]:
    """What the first wall alone says: asked as a role that row security does not stop."""
    zichtbaar = Zaak.objects.zichtbaar_voor(gebruiker).values_list("pk", flat=True)
    with fabriek():
        return set(zichtbaar)


def test_wat_iemand_ziet_is_de_definitie(db):
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Toegang,
        settings=settings(
            max_examples=4 if "JID_TWEEDE_RONDE" in os.environ else 12,  # scripts/test repeats the first
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
