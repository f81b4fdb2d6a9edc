"""Handing over and substituting, as the tests do it on the stage `t`."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from zaken.models import Waarneming, Zaak
from zaken.services import overdracht as diensten
from zaken.services.overdracht import Overdrachtsreden


def ziet(als, wie):
    with als(wie):
        return set(Zaak.objects.zichtbaar_voor(wie).values_list("pk", flat=True))


def draag_over(als, t, *, door, aan=None):
    with als(door):
        return diensten.draag_over(van=t.van, aan=aan or t.aan, reden=Overdrachtsreden.VERTREK, door=door)


def waarneem(als, t, *, door=None, dagen=7):
    door = door or t.beheerder
    with als(door):
        return diensten.stel_waarneming_in(
            voor=t.van,
            waarnemer=t.aan,
            reden=Waarneming.Reden.VERLOF,
            verloopt_op=timezone.now() + timedelta(days=dagen),
            door=door,
        )
