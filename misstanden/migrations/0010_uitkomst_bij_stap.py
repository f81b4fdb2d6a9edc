"""A day excludes why there is none, and an uitkomst stands at its own step; `misstanden.controles` says it in words."""

from django.db import migrations

from zaken.register.rijbeveiliging import tegenspraken

REGELS = (
    *(
        ((dag, reden), f"num_nonnulls(NEW.{dag}, NEW.{reden}) = 2")
        for dag, reden in (
            ("bevestigd_op", "geen_bevestiging_reden"),
            ("terugkoppeling_op", "geen_terugkoppeling_reden"),
        )
    ),
    (
        ("uitkomst", "doorgezonden_aan_id"),
        "NEW.doorgezonden_aan_id IS NOT NULL AND NEW.uitkomst <> 'doorgezonden'",
    ),
    (
        ("uitkomst",),
        "TG_OP = 'UPDATE' AND ((NEW.uitkomst = 'ingetrokken') <> (NEW.status = 'ingetrokken')"
        " OR (NEW.uitkomst = 'geen_vermoeden') <> (NEW.status = 'geherkwalificeerd'))",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0009_datums_kloppen")]
    operations = [migrations.RunSQL(tegenspraken("misstanden_misstand", soort="misstand", regels=REGELS))]
