"""Who asked for akkoord is told what was decided, and nobody is asked any more; by the database, whoever decides."""

from django.db import migrations, models

SQL = """
CREATE FUNCTION app.meld_besluit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE berichten_bericht SET gelezen_op = coalesce(gelezen_op, now()), afgehandeld_op = now()
  WHERE soort = 'akkoord_gevraagd' AND object_id = NEW.id AND afgehandeld_op IS NULL;
  IF NEW.besluit IN ('akkoord', 'geweigerd') THEN
    INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
    SELECT gen_random_uuid(), g.id, CASE NEW.besluit WHEN 'akkoord' THEN 'akkoord_gegeven' ELSE 'akkoord_geweigerd' END, NEW.id, now()
    FROM gebruikers_gebruiker g WHERE g.id = NEW.gevraagd_door_id AND g.is_active;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER meld_besluit AFTER UPDATE OF besluit ON gebruikers_voorstel FOR EACH ROW
WHEN (OLD.besluit = '' AND NEW.besluit <> '') EXECUTE FUNCTION app.meld_besluit();
REVOKE ALL ON FUNCTION app.meld_besluit() FROM PUBLIC;
GRANT UPDATE (gelezen_op, afgehandeld_op) ON berichten_bericht TO jid_worker;

UPDATE berichten_bericht b SET gelezen_op = coalesce(b.gelezen_op, now()), afgehandeld_op = now()
FROM gebruikers_voorstel v
WHERE b.soort = 'akkoord_gevraagd' AND b.object_id = v.id AND (v.besluit <> '' OR v.verloopt_op <= now());
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0004_niet_over_uzelf"), ("gebruikers", "0029_weigeren_met_reden")]
    operations = [
        migrations.AddField(
            model_name="bericht",
            name="afgehandeld_op",
            field=models.DateTimeField(null=True, verbose_name="afgehandeld op"),
        ),
        migrations.RunSQL(SQL),
    ]
