"""The addresses that every register has. Each view receives its register from the address."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from zaken.register import Register

from . import (
    bewaardefilters,
    detail,
    doorgeleiden,
    koppelingen,
    lijst,
    nazorg,
    notities,
    ontzegelen,
    personen,
    rijen,
    spoor,
    stapel,
    status,
    tellingen,
    toegang,
    wijzigen,
)
from .intake import views as intake


def routes(register: Register) -> list[URLPattern]:
    """For the `urlpatterns` of a register app, beside what is its own."""
    gegeven = {"register": register}
    return [
        *_lijst(gegeven),
        *_intake(gegeven),
        *_zaak(gegeven),
        *(_doorgeleiden(gegeven) if register.doorgeleiding else []),
        *(_rijen(gegeven) if register.rijen else []),
        *(_nazorg(gegeven) if register.regels.nazorgveld else []),
    ]


def _lijst(register: dict[str, Any]) -> list[URLPattern]:
    return [
        path("", lijst.Zaaklijst.as_view(), register, name="lijst"),
        path("afdrukken/", lijst.Lijstafdruk.as_view(), register, name="lijst_afdrukken"),
        path("tellingen/", tellingen.tellingen, register, name="tellingen"),
        path("filters/", bewaardefilters.overzicht, register, name="filters"),
        path("filters/nieuw/", bewaardefilters.nieuw, register, name="filter_nieuw"),
        path("filters/<uuid:pk>/", bewaardefilters.wijzig, register, name="filter"),
        path("filters/<uuid:pk>/verwijderen/", bewaardefilters.verwijder, register, name="filter_verwijder"),
        path("filters/<uuid:pk>/standaard/", bewaardefilters.standaard, register, name="filter_standaard"),
        path("toewijzen/", stapel.toewijzen, register, name="stapel"),
        path("toewijzen/uitslag/", stapel.uitslag, register, name="stapel_uitslag"),
    ]


def _intake(register: dict[str, Any]) -> list[URLPattern]:
    return [
        path("nieuw/", intake.begin, register, name="nieuw"),
        path("concept/<uuid:pk>/bewaar/", intake.bewaar, register, name="concept_bewaar"),
        path("concept/<uuid:pk>/weggooien/", intake.gooi_weg, register, name="concept_weggooien"),
        path("concept/<uuid:pk>/<slug:onderwerp>/", intake.onderwerp, register, name="concept"),
    ]


def _zaak(register: dict[str, Any]) -> list[URLPattern]:
    """Every one with a zaak in it answers 404 to who does not see it."""
    return [
        path("<uuid:pk>/", detail.detail, register, name="detail"),
        path("<uuid:pk>/afdrukken/", detail.afdrukken, register, name="afdrukken"),
        path("<uuid:pk>/wijzigen/<slug:onderdeel>/", wijzigen.wijzig, register, name="wijzig"),
        path("<uuid:pk>/lezers/", spoor.lezers, register, name="lezers"),
        path("<uuid:pk>/toegang/", spoor.toegang, register, name="toegang"),
        path("<uuid:pk>/geschiedenis/", spoor.geschiedenis, register, name="geschiedenis"),
        path("<uuid:pk>/afgedrukt/", spoor.afgedrukt, register, name="afgedrukt"),
        path("<uuid:pk>/notitie/", notities.notitie, register, name="notitie"),
        path("<uuid:pk>/annuleren/", notities.annuleer, register, name="annuleer"),
        path("<uuid:pk>/persoon/", personen.persoon_nieuw, register, name="persoon_nieuw"),
        path("<uuid:pk>/persoon/<uuid:persoon>/", personen.persoon_wijzig, register, name="persoon_wijzig"),
        path(
            "<uuid:pk>/persoon/<uuid:persoon>/collega/",
            personen.persoon_herkend,
            register,
            name="persoon_herkend",
        ),
        path(
            "<uuid:pk>/persoon/<uuid:persoon>/verwijderen/",
            personen.persoon_verwijder,
            register,
            name="persoon_verwijder",
        ),
        path("<uuid:pk>/status/<slug:naar>/", status.wijzig_status, register, name="status"),
        path("<uuid:pk>/koppelen/", koppelingen.koppelen, register, name="koppelen"),
        path(
            "<uuid:pk>/koppeling/<uuid:koppeling>/beeindigen/",
            koppelingen.loskoppelen,
            register,
            name="koppeling_beeindig",
        ),
        path("<uuid:pk>/toewijzen/", toegang.toewijzen, register, name="toewijzen"),
        path("<uuid:pk>/delen/", toegang.delen, register, name="delen"),
        path(
            "<uuid:pk>/toegang/<uuid:toekenning>/beeindigen/",
            toegang.beeindig,
            register,
            name="toegang_beeindig",
        ),
        path("<uuid:pk>/uitsluiten/", toegang.uitsluiten, register, name="uitsluiten"),
        path("<uuid:pk>/verzegelen/", toegang.verzegelen, register, name="verzegelen"),
        path("<uuid:pk>/ontzegelen/", ontzegelen.ontzegelen, register, name="ontzegelen"),
        path(
            "<uuid:pk>/uitsluiting/<int:gebruiker>/opheffen/",
            toegang.hef_op,
            register,
            name="uitsluiting_opheffen",
        ),
    ]


def _doorgeleiden(register: dict[str, Any]) -> list[URLPattern]:
    """Only for a register whose zaken go elsewhere."""
    return [path("<uuid:pk>/doorgeleiden/", doorgeleiden.doorgeleiden, register, name="doorgeleiden")]


def _nazorg(register: dict[str, Any]) -> list[URLPattern]:
    """Only for a register whose terms include nazorg."""
    return [path("<uuid:pk>/nazorg/<int:maanden>/", nazorg.nazorg, register, name="nazorg")]


def _rijen(register: dict[str, Any]) -> list[URLPattern]:
    """Only for a register that has rows of its own."""
    return [
        path("<uuid:pk>/rij/<slug:soort>/", rijen.rij_nieuw, register, name="rij_nieuw"),
        path("<uuid:pk>/rij/<slug:soort>/<uuid:rij>/", rijen.rij_wijzig, register, name="rij_wijzig"),
        path(
            "<uuid:pk>/rij/<slug:soort>/<uuid:rij>/verwijderen/",
            rijen.rij_verwijder,
            register,
            name="rij_verwijder",
        ),
    ]
