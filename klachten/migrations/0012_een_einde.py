"""A klacht ends in one way, for the database too; `klachten.einde` says the same in words."""

from django.db import migrations

from zaken.register.rijbeveiliging import tegenspraken

EINDE = (
    "oordeel_id", "afsluitgrond", "niet_in_behandeling_grond_id", "niet_in_behandeling_bericht_op", "doorgezonden_naar",
)  # fmt: skip
NIET_IN_BEHANDELING = "num_nonnulls(NEW.niet_in_behandeling_grond_id, NEW.niet_in_behandeling_bericht_op) > 0"
REGELS = (
    (
        EINDE,
        f"NEW.oordeel_id IS NOT NULL AND (NEW.afsluitgrond <> '' OR {NIET_IN_BEHANDELING}"
        " OR NEW.doorgezonden_naar IS NOT NULL)",
    ),
    (
        EINDE[1:],
        f"{NIET_IN_BEHANDELING} AND (NEW.afsluitgrond NOT IN ('', 'niet_in_behandeling')"
        " OR NEW.doorgezonden_naar IS NOT NULL)"
        " OR NEW.doorgezonden_naar IS NOT NULL AND NEW.afsluitgrond NOT IN ('', 'doorgezonden')",
    ),
    (
        ("afsluitgrond",),
        "TG_OP = 'UPDATE' AND ((NEW.status = 'ingetrokken') <> (NEW.afsluitgrond = 'ingetrokken')"
        " OR NEW.status = 'niet_in_behandeling' AND NEW.afsluitgrond <> 'niet_in_behandeling'"
        " OR NEW.afsluitgrond = 'niet_in_behandeling' AND NEW.status NOT IN ('niet_in_behandeling', 'gesloten'))",
    ),
    (
        ("oordeel_id", "afzien_horen_grond_id"),
        "EXISTS (SELECT FROM codelijsten_code a, codelijsten_code o"
        " WHERE a.id = NEW.afzien_horen_grond_id AND o.id = NEW.oordeel_id"
        " AND a.code = 'kennelijk_ongegrond' AND o.code IN ('gegrond', 'deels_gegrond'))",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("klachten", "0011_datums_kloppen")]
    operations = [migrations.RunSQL(tegenspraken("klachten_klacht", soort="klacht", regels=REGELS))]
