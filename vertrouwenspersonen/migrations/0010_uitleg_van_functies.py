"""What each function of this app is for, where `\\df+ app.*` and docs/databank/ read it."""

from django.db import migrations

UITLEG = {
    "casus_codes_kloppen": "Every id on a casus is a code of the list that belongs there, and none is given twice.",
    "_casussen_per_thema":
        "The counting rule: casussen of a year by hoofdthema, a voortzetting not again (rapportages/telregels/overige.py).",
    "_casussen_verschil":
        "How many casussen at least lie between two counts: what came in or what went out, whichever is more.",
    "_eerste_casusjaar": "The first year that has a casus or a count.",
    "_laatste_casusjaar":
        "The last year that may be counted on a day: over for a month. Holds the table, so that two never count at once.",
    "_tel_casusjaar":
        "Makes one count. When fewer than five casussen differ, the numbers of before stand: one would stand out.",
    "tel_casusjaar_opnieuw": "Counts one year again, for who manages the installation: geteld, te_weinig or nog_niet.",
    "tel_casussen": "Counts what is due, by the worker: the last whole year once, and then the older ones once more.",
    "tel_nieuwe_casusjaren":
        "After many casussen came in at once: counts the years that were never counted. Only today.",
}


class Migration(migrations.Migration):
    dependencies = [("vertrouwenspersonen", "0009_alleen_hele_jaren")]
    operations = [
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        )
    ]
