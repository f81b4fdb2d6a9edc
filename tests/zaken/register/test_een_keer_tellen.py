"""Whatever happens in whatever order: of zaken about one event exactly one counts, and undoing brings it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import code
from tests.hulp.wie import als, fabriek
from zaken.models import Zaak
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde
from zaken.register import register_van
from zaken.register.doorgeleiding import Overdracht
from zaken.services.databank import NietMogelijk
from zaken.services.doorgeleiden import geleid_door
from zaken.services.inhoud import annuleer
from zaken.services.status import wijzig_status

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
KLAAR_OM_TE_GAAN = {
    "melding": ("in_beoordeling",),
    "klacht": ("beoordelen",),
    "misstand": ("bevestigd", "beoordeeld"),
}
"""The steps from the first status to where a zaak can go from."""
GEWEIGERD = (NietMogelijk, OnvoldaanVoorwaarde, OngeldigeOvergang, PermissionDenied)
BEGIN = 3

stappen = st.lists(
    st.tuples(
        st.sampled_from(["melding", "klacht", "misstand", "samen", "los", "annuleer"]),
        st.integers(0, 7),
        st.integers(0, 7),
    ),
    min_size=3,
    max_size=9,
)


@dataclass
class Wereld:
    """Zaken in the order in which they came, and what is known of them without asking the application.

    `gebeurtenis`: the event that a zaak began about. `in_een`: a merged zaak to the one that counts for it.
    `kwam_uit`: a zaak to the one that it was before. What was annulled is in neither.
    """

    door: Gebruiker
    zaken: list[Any] = field(default_factory=list)
    in_een: dict[Any, Any] = field(default_factory=dict)
    kwam_uit: dict[Any, Any] = field(default_factory=dict)
    weg: set[Any] = field(default_factory=set)

    def verwacht(self) -> list[Any]:
        """The zaken that stand for themselves."""
        return sorted(pk for pk in self.zaken if pk not in {*self.weg, *self.in_een, *self.kwam_uit.values()})


def _soort(pk: Any) -> str:
    return str(Zaak.objects.zonder_toegangsfilter(reden="test").values_list("soort", flat=True).get(pk=pk))


def _doe(wereld: Wereld, wat: str, een: int, ander: int) -> None:
    """One step; the services refuse what cannot be, and then nothing has changed."""
    pk, pk2 = (wereld.zaken[nummer % len(wereld.zaken)] for nummer in (een, ander))
    soort, door = _soort(pk), wereld.door
    match wat:
        case "annuleer":
            zaak = Zaak.objects.zichtbaar_voor(door).select_related("sleutel").get(pk=pk)
            if not zaak.is_geannuleerd:
                annuleer(zaak=zaak, reden="vergissing", door=door)
                wereld.weg.add(pk)
                wereld.kwam_uit.pop(pk, None)
        case "samen" | "los" if soort == "melding":
            samen = {"samengevoegd_met": Zaak(pk=pk2)} if wat == "samen" else None
            wijzig_status(
                register=register_van("melding"),
                zaak_id=pk,
                naar="samengevoegd" if samen else "in_beoordeling",
                vanuit="in_beoordeling" if samen else "samengevoegd",
                toelichting="reden",
                gegevens=samen,
                vandaag=localdate(),
                door=door,
            )
            if samen:
                wereld.in_een[pk] = pk2
            else:
                del wereld.in_een[pk]
        case "melding" | "klacht" | "misstand" if wat != soort:
            eigen = {"hoofdcategorie": code("hoofdcategorie", "overige")} if wat == "melding" else {}
            overdracht = Overdracht(Zaak.Soort(wat), "onderwerp", "reden", eigen=eigen, akkoord=True)
            nieuw = geleid_door(
                register=register_van(soort),
                zaak_id=pk,
                overdracht=overdracht,
                vandaag=localdate(),
                door=door,
            )
            wereld.zaken.append(nieuw.pk)
            wereld.kwam_uit[nieuw.pk] = pk
            _maak_klaar(nieuw.pk, wat)


def _maak_klaar(pk: Any, soort: str) -> None:
    model = register_van(soort).model.objects.zonder_toegangsfilter(reden="test").filter(pk=pk)
    extra = {"maatschappelijk_belang_toets": "nee", "inbreuk_unierecht": "nee"} if soort == "misstand" else {}
    for status in KLAAR_OM_TE_GAAN[soort]:
        model.update(status=status, **extra)


def _geteld() -> list[Any]:
    """What the figures count: not annulled, and no status that says that another zaak does."""
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("""
            SELECT z.id FROM zaken_zaak z
            LEFT JOIN meldingen_melding m ON m.zaak_ptr_id = z.id LEFT JOIN klachten_klacht k ON k.zaak_ptr_id = z.id
            LEFT JOIN misstanden_misstand v ON v.zaak_ptr_id = z.id
            WHERE z.geannuleerd_op IS NULL
              AND coalesce(m.status, k.status, v.status) NOT IN ('doorgeleid', 'samengevoegd', 'geherkwalificeerd')
            ORDER BY 1""")
        return [rij[0] for rij in cursor.fetchall()]


@pytest.fixture
def alleskunner(db: None) -> Gebruiker:
    """Somebody at all three desks, so that every step is asked of the services and not of access."""
    with fabriek():
        teams = [
            maak_team(s, soort=s) for s in (Team.Soort.INTAKE, Team.Soort.KLACHTEN, Team.Soort.MISSTANDEN)
        ]
        return maak_gebruiker(Rol.INTAKE, Rol.CKP, Rol.MISSTANDEN, teams=teams)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(gekozen=stappen)
def test_een_gebeurtenis_telt_een_keer_wat_er_ook_gebeurt(
    alleskunner: Gebruiker, gekozen: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        wereld = Wereld(alleskunner)
        with fabriek():
            team = Team.objects.get(soort=Team.Soort.INTAKE, code="intake")
            wereld.zaken = [
                maak_zaak("melding", team=team, status="in_beoordeling").pk for _nummer in range(BEGIN)
            ]
        for wat, een, ander in gekozen:
            punt = transaction.savepoint()
            try:
                with als(alleskunner):
                    _doe(wereld, wat, een, ander)
            except GEWEIGERD:
                transaction.savepoint_rollback(punt)
            assert _geteld() == wereld.verwacht(), (wat, een, ander)
        transaction.set_rollback(True)
