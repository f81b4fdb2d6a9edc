"""A question to unlink an account is not put to whose account it is (gebruikers/0025)."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.meld_voorstel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
  SELECT gen_random_uuid(), w, 'akkoord_gevraagd', NEW.id, now()
  FROM app._tweede_personen(ARRAY[NEW.gevraagd_door_id]) w
  WHERE NEW.handeling <> 'organisatieaccount' OR w IS DISTINCT FROM NEW.gebruiker_id;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0003_tweede_personen"), ("gebruikers", "0025_losmaken_door_een_derde")]
    operations = [migrations.RunSQL(SQL)]
