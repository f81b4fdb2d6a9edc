"""Who reopened a melding does not take it into handling again: a second person does, in the database too."""

from django.db import migrations

SQL = """
-- By the history of the field, which no session can write or leave out.
CREATE FUNCTION app.heropenen_vraagt_twee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF app.uid() = (SELECT v.door_id FROM zaken_veldwijziging v
                  WHERE v.zaak_id = NEW.zaak_ptr_id AND v.tabel = 'meldingen_melding' AND v.veld = 'status' AND v.nieuw = 'heropend'
                  ORDER BY v.id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'a second person takes a reopened melding into handling' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.heropenen_vraagt_twee() FROM PUBLIC;
CREATE TRIGGER heropenen_vraagt_twee BEFORE UPDATE OF status ON meldingen_melding FOR EACH ROW
  WHEN (OLD.status = 'heropend' AND NEW.status = 'in_behandeling') EXECUTE FUNCTION app.heropenen_vraagt_twee();
"""

TERUG = """
DROP TRIGGER heropenen_vraagt_twee ON meldingen_melding;
DROP FUNCTION app.heropenen_vraagt_twee();
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0007_doorgeleiden"), ("zaken", "0017_veldwijzigingen_volgen")]
    operations = [migrations.RunSQL(SQL, TERUG)]
