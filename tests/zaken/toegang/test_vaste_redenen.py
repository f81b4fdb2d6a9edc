"""A reason that the application gives by itself reads in the language of the screen, what was typed as it was."""

from django.utils import translation

from zaken.services.vasteredenen import ALS_BEHANDELAAR, op_scherm


def test_een_eigen_reden_wordt_vertaald_en_een_getypte_niet():
    with translation.override("en"):
        assert op_scherm(ALS_BEHANDELAAR) == "Assigned as case handler"
        assert op_scherm("Toegewezen als behandelaar, tot mei") == "Toegewezen als behandelaar, tot mei"
    assert op_scherm(ALS_BEHANDELAAR) == "Toegewezen als behandelaar"


def test_een_reden_van_vroeger_verraadt_niet_dat_er_nog_een_zaak_is():
    assert op_scherm("Doorgeleid uit een ander register") == "Overgedragen"
