"""Noodtoegang and a question for akkoord tell who must look, by the database itself: nobody opens or asks in silence."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.meld_noodtoegang() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
  SELECT gen_random_uuid(), g.id, 'noodtoegang', NEW.id, now() FROM gebruikers_gebruiker g WHERE g.id = ANY (NEW.gemeld_aan);
  RETURN NULL;
END $$;
CREATE TRIGGER meld_noodtoegang AFTER INSERT ON zaken_noodtoegang FOR EACH ROW EXECUTE FUNCTION app.meld_noodtoegang();

CREATE FUNCTION app.meld_voorstel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
  SELECT gen_random_uuid(), w, 'akkoord_gevraagd', NEW.id, now() FROM app._tweede_personen(ARRAY[NEW.gevraagd_door_id]) w;
  RETURN NULL;
END $$;
CREATE TRIGGER meld_voorstel AFTER INSERT ON gebruikers_voorstel FOR EACH ROW EXECUTE FUNCTION app.meld_voorstel();
REVOKE ALL ON FUNCTION app.meld_noodtoegang(), app.meld_voorstel() FROM PUBLIC;
"""

TERUG = """
DROP TRIGGER meld_noodtoegang ON zaken_noodtoegang;
DROP TRIGGER meld_voorstel ON gebruikers_voorstel;
DROP FUNCTION app.meld_noodtoegang(), app.meld_voorstel();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("berichten", "0002_toegang"),
        ("gebruikers", "0015_vier_ogen"),
        ("zaken", "0029_noodtoegang_toegang"),
    ]
    operations = [migrations.RunSQL(SQL, TERUG)]
