"""Two zaken about one event: merged, or the halves that doorgeleiden leaves. What the attacks on them share."""

from __future__ import annotations

from django.utils import timezone

from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.zaken import maak_toekenning
from zaken.models import Uitsluiting, Zaak

BETROKKEN = Uitsluiting.Grond.BETROKKEN


def vers(zaak, wie):
    return Zaak.objects.zichtbaar_voor(wie).select_related("sleutel").get(pk=zaak.pk)


def behandelt(zaak, wie):
    Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(behandelaar=wie)


def ziet(als, wie, *zaken):
    with als(wie):
        return [Zaak.objects.zichtbaar_voor(wie).filter(pk=zaak.pk).exists() for zaak in zaken]


def voeg_samen(duo):
    """Past the services, while nothing is sealed."""
    Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=duo.dubbel.pk).update(
        samengevoegd_met=duo.over.pk
    )
    alle = Melding.objects.zonder_toegangsfilter(reden="test")
    alle.filter(pk=duo.dubbel.pk).update(status=Status.SAMENGEVOEGD)


def verzegel_zonder_dienst(duo, naam, behandelaar):
    """Sealed to somebody outside COID, past the services; both of them there see both zaken."""
    zaak = getattr(duo, naam)
    Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(
        verzegeld=True, behandelaar=behandelaar
    )
    zaak.toekenningen.update(beeindigd_op=timezone.now())
    for een in (duo.over, duo.dubbel):
        maak_toekenning(een, behandelaar)
