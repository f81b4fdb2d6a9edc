"""The code lists that a casus answers with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Q

from codelijsten.models import Code

DEFENSIEONDERDEEL = "defensieonderdeel"
PERSONEELSCATEGORIE = "personeelscategorie"
ROL_HULPVRAGER = "rol_hulpvrager"
THEMA = "thema"
CASUSACTIE = "casusactie"
DOORVERWIJZING = "doorverwijzing"
AFLOOP = "afloop_casus"

BIJ_REGISTRATIE = (DEFENSIEONDERDEEL, PERSONEELSCATEGORIE, ROL_HULPVRAGER, THEMA, CASUSACTIE)
BIJ_SLUITEN = (DOORVERWIJZING, AFLOOP)

Keuzelijsten = Mapping[str, Sequence[Code]]


def keuzelijsten(lijsten: Collection[str], *, op: date, ook: Collection[int] = ()) -> Keuzelijsten:
    """Per list the codes valid on `op`, in their printed order, in one query; those in `ook` always."""
    rijen = Code.objects.filter(Q(pk__in=Code.objects.geldig_op(op)) | Q(pk__in=ook), lijst_id__in=lijsten)
    per_lijst: dict[str, list[Code]] = {lijst: [] for lijst in lijsten}
    for code in rijen.order_by("lijst_id", "volgorde", "label"):
        per_lijst[code.lijst_id].append(code)
    return per_lijst


def labels(ids: Collection[int]) -> dict[int, str]:
    """The labels of these codes, by id."""
    return dict(Code.objects.filter(pk__in=ids).values_list("pk", "label"))
