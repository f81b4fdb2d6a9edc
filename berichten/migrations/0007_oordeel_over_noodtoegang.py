"""Whoever opened a zaak by noodtoegang is told of the review; that it was not justified, everybody who keeps watch."""

from django.db import migrations

SQL = """
-- Whoever is excluded from the zaak meanwhile is not told, as they are not told of any noodtoegang to it.
CREATE FUNCTION app.meld_oordeel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
  SELECT gen_random_uuid(), w, CASE NEW.oordeel WHEN 'niet_terecht' THEN 'noodtoegang_niet_terecht' ELSE 'noodtoegang_beoordeeld' END,
         NEW.id, now()
  FROM unnest(app._noodtoegang_melden_aan(NEW.zaak_id)) w
  WHERE w <> NEW.beoordeeld_door_id AND (NEW.oordeel = 'niet_terecht' OR w = NEW.gebruiker_id);
  RETURN NULL;
END $$;
CREATE TRIGGER meld_oordeel AFTER UPDATE OF beoordeeld_op ON zaken_noodtoegang FOR EACH ROW
WHEN (OLD.beoordeeld_op IS NULL AND NEW.beoordeeld_op IS NOT NULL) EXECUTE FUNCTION app.meld_oordeel();
REVOKE ALL ON FUNCTION app.meld_oordeel() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0006_wat_iemand_kan_melden"), ("zaken", "0029_noodtoegang_toegang")]
    operations = [
        migrations.RunSQL(SQL, "DROP TRIGGER meld_oordeel ON zaken_noodtoegang; DROP FUNCTION app.meld_oordeel();")
    ]
