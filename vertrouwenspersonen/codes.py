"""The code lists that a casus answers with."""

from __future__ import annotations

from collections.abc import Collection

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


def labels(ids: Collection[int]) -> dict[int, str]:
    """How these codes read on the screen, by id."""
    return {code.pk: code.opschrift for code in Code.objects.filter(pk__in=ids)}
