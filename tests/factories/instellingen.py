"""Settings of terms that are still to come. Call inside `with fabriek():`."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from zaken.models import GelijkgesteldeDag, Norm, Normcode


def maak_norm(code: Normcode, getallen: list[int], eenheid: str, *, vanaf: date) -> Norm:
    """Another value from `vanaf` on, also in the past, where only the owner of the database sets one."""
    Norm.objects.filter(code=code, geldig_tot=None).update(geldig_tot=vanaf - timedelta(days=1))
    return Norm.objects.create(
        code=code, getallen=getallen, eenheid=eenheid, bron="Testbesluit", geldig_van=vanaf
    )


def maak_komende_norm(code: Normcode = Normcode.ONDERZOEK_RAPPORT, *, over_dagen: int = 30) -> Norm:
    """The value that holds now goes on unchanged, as a new row that begins in `over_dagen` days."""
    vanaf = timezone.localdate() + timedelta(days=over_dagen)
    laatste = Norm.objects.get(code=code, geldig_tot=None)
    Norm.objects.filter(pk=laatste.pk).update(geldig_tot=vanaf - timedelta(days=1))
    return Norm.objects.create(
        code=code, getallen=laatste.getallen, eenheid=laatste.eenheid, bron="Testbesluit", geldig_van=vanaf
    )


def maak_komende_dag(*, over_dagen: int = 30) -> GelijkgesteldeDag:
    return GelijkgesteldeDag.objects.create(
        dag=timezone.localdate() + timedelta(days=over_dagen), bron="Testbesluit"
    )
