"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "bericht":
        "Tells a colleague about a zaak that the sender sees: assigned, shared, or asked to agree with unsealing.",
    "meld_besluit": "A decided proposal: the question to the second persons is done, who asked is told.",
    "meld_noodtoegang": "Tells all other auditors and privacy officers that somebody opened a noodtoegang.",
    "meld_ontzegeling": "A decided unsealing: the question is done, who asked is told.",
    "meld_oordeel": "Tells who opened a noodtoegang of the review; when it was not justified, all others too.",
    "meld_voorstel":
        "Asks every second person to agree with a proposal, but for whoever it is about when it unlinks an account.",
}


class Migration(migrations.Migration):
    dependencies = [("berichten", "0008_ontzegeling_besloten")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
