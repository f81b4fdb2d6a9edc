"""What a query and a form can do with an encrypted field, without a database."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Lower
from django.forms import model_to_dict

from .proefmodel import MERKTEKEN, Dossier, Vervolgdossier, bewaar, laad, veld_van


@pytest.mark.parametrize(
    "voorwaarde",
    [
        {"onderwerp": MERKTEKEN},
        {"onderwerp": None},
        {"onderwerp__exact": ""},
        {"onderwerp__icontains": MERKTEKEN},
        {"onderwerp__in": [MERKTEKEN]},
        {"onderwerp__gt": "a"},
        {"onderwerp__length": 3},
        {"onderwerp__length__gt": 3},
        {"concept__stap": 1},
    ],
)
def test_zoeken_in_een_versleuteld_veld_faalt(voorwaarde: dict[str, object]) -> None:
    for vraag in (Dossier._base_manager.filter, Dossier._base_manager.exclude):
        with pytest.raises(FieldError, match="is encrypted"):
            vraag(**voorwaarde)


@pytest.mark.parametrize("pad", ["slot", "onderwerp", "dossier_ptr__onderwerp"])
def test_zoeken_en_sorteren_langs_een_ouder_faalt_ook(pad: str) -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        Vervolgdossier._base_manager.filter(**{pad: MERKTEKEN})
    with pytest.raises(FieldError, match="is encrypted"):
        str(Vervolgdossier._base_manager.order_by(pad).query)


@pytest.mark.parametrize("volgorde", ["onderwerp", "-onderwerp", "?,concept", "pk,omschrijving"])
def test_sorteren_op_een_versleuteld_veld_faalt(volgorde: str) -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        str(Dossier._base_manager.order_by(*volgorde.split(",")).query)


def test_vragen_of_het_veld_leeg_is_kan_overal() -> None:
    leeg = Q(omschrijving__isnull=True)
    binnen = Dossier._base_manager.filter(leeg, pk=OuterRef("pk"))
    for vraag in (
        Dossier._base_manager.filter(leeg),
        Dossier._base_manager.exclude(leeg),
        Dossier._base_manager.filter(Case(When(leeg, then=True), default=False)),
        Dossier._base_manager.filter(Exists(binnen)),
        Vervolgdossier._base_manager.filter(dossier_ptr__omschrijving__isnull=False),
        Dossier._base_manager.annotate(is_leeg=Case(When(leeg, then=1), default=0)).order_by("is_leeg"),
    ):
        assert "NULL" in str(vraag.query)


def test_ophalen_uitstellen_en_waarden_vragen_kan() -> None:
    for vraag in (
        Dossier._base_manager.all(),
        Dossier._base_manager.defer("onderwerp"),
        Dossier._base_manager.only("onderwerp"),
        Dossier._base_manager.values("onderwerp"),
        Vervolgdossier._base_manager.all(),
    ):
        assert "SELECT" in str(vraag.query)
    assert '"onderwerp"' not in str(Dossier._base_manager.defer("onderwerp").query)


def test_rekenen_met_een_versleuteld_veld_gaat_niet_over_de_inhoud() -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        str(Dossier._base_manager.order_by(Lower("onderwerp").asc()).filter(onderwerp__lower="x").query)


# Forms and validation


class Formulier(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = Dossier
        fields = ["onderwerp", "omschrijving"]


def test_een_formulier_toont_de_inhoud_en_neemt_haar_over(dossier: Dossier) -> None:
    geladen = laad(dossier, bewaar(dossier))
    assert Formulier(instance=geladen).initial["onderwerp"] == MERKTEKEN
    formulier = Formulier({"onderwerp": "nieuw", "omschrijving": ""}, instance=geladen)
    assert formulier.is_valid(), formulier.errors
    assert formulier.changed_data == ["onderwerp"]
    assert geladen.onderwerp == "nieuw"
    assert laad(geladen, bewaar(geladen)).omschrijving == ""


def test_een_formulier_kent_soort_verplichting_en_lengte() -> None:
    velden = Formulier().fields
    assert isinstance(velden["onderwerp"].widget, forms.TextInput)
    assert isinstance(velden["omschrijving"].widget, forms.Textarea)
    assert (velden["onderwerp"].required, velden["omschrijving"].required) == (True, False)
    assert velden["onderwerp"].widget.attrs["maxlength"] == "20"
    assert not Formulier({"onderwerp": "", "omschrijving": "x"}).is_valid()


@pytest.mark.parametrize(("tekens", "past"), [("é" * 20, True), ("é" * 21, False), ("🙂" * 20, True)])
def test_de_lengte_telt_in_tekens(dossier: Dossier, tekens: str, past: bool) -> None:
    assert Formulier({"onderwerp": tekens, "omschrijving": ""}).is_valid() is past
    dossier.onderwerp = tekens
    if past:
        dossier.clean_fields(exclude=["kladblok"])
    else:
        with pytest.raises(ValidationError):
            dossier.clean_fields(exclude=["kladblok"])


def test_een_json_veld_staat_niet_in_een_formulier(dossier: Dossier) -> None:
    assert veld_van("concept").formfield() is None
    assert model_to_dict(dossier)["onderwerp"] == MERKTEKEN
