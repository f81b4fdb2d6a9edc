"""Ask a writer for the one zaak he writes in, instead of fetching all his grants once more for every statement."""

from django.db import migrations

from zaken.register.rijbeveiliging import deelschrijfbeleid

MAG_WIJZIGEN = """
-- Who may write in a zaak: the plain definition without hints. Whoever gets to *see* more some day, does not write by it.
CREATE FUNCTION app.mag_wijzigen(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app.heeft_zaakrol() AND EXISTS (
     SELECT FROM zaken_zaak z WHERE z.id = p_zaak
       AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams()))
            OR EXISTS (SELECT FROM zaken_toekenning t WHERE t.user_id = app.uid() AND t.content_object_id = z.id
                       AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() AND u.zaak_id = z.id)) $$;
REVOKE ALL ON FUNCTION app.mag_wijzigen(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.mag_wijzigen(uuid) TO jid_web;
"""
ZELF = "door_id = app.uid()"


class Migration(migrations.Migration):
    dependencies = [("zaken", "0024_toekenning_in_lijsten")]
    operations = [
        migrations.RunSQL(MAG_WIJZIGEN),
        migrations.RunSQL(deelschrijfbeleid("zaken_persoon", wijzigen=True, verwijderen=True)),
        migrations.RunSQL(deelschrijfbeleid("zaken_termijn", wijzigen=True)),
        migrations.RunSQL(deelschrijfbeleid("zaken_notitie", eis=ZELF)),
        migrations.RunSQL(deelschrijfbeleid("zaken_statuswijziging", eis=ZELF)),
    ]
