"""A file that was made for who is excluded from something since looks as any that expired: on the page, and when fetched."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.bestanden_verlopen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE achtergrond_taakopdracht SET verloopt_op = least(verloopt_op, now())
  WHERE eigenaar_id = NEW.gebruiker_id AND staat = 'klaar' AND opgehaald_op IS NULL;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.bestanden_verlopen() FROM PUBLIC;
COMMENT ON FUNCTION app.bestanden_verlopen() IS
  'A file that stands ready expires when its owner is excluded from any zaak; taking the exclusion off does not bring it back.';
CREATE TRIGGER bestanden_verlopen AFTER INSERT ON zaken_uitsluiting
  FOR EACH ROW EXECUTE FUNCTION app.bestanden_verlopen();

CREATE FUNCTION app.klaar_na_uitsluiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = NEW.eigenaar_id AND u.op >= NEW.gevraagd_op) THEN
    NEW.verloopt_op := NEW.klaar_op;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.klaar_na_uitsluiting() FROM PUBLIC;
COMMENT ON FUNCTION app.klaar_na_uitsluiting() IS
  'A file whose owner was excluded while it was made has expired when it is ready.';
CREATE TRIGGER klaar_na_uitsluiting BEFORE UPDATE OF staat ON achtergrond_taakopdracht
  FOR EACH ROW WHEN (NEW.staat = 'klaar' AND OLD.staat <> 'klaar') EXECUTE FUNCTION app.klaar_na_uitsluiting();
"""


class Migration(migrations.Migration):
    dependencies = [("achtergrond", "0002_toegang"), ("zaken", "0069_signaal_blijft_dicht")]
    operations = [migrations.RunSQL(SQL)]
