"""The conclusies of an archived onderzoek no longer change: tables 8 and 9 of the figures rest on them."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.conclusies_vast() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  -- not the owner (definer functions, destroying), nor an import (rows of before)
  IF row_security_active('zaken_zaak') AND NOT pg_has_role('jid_worker', 'USAGE')
     AND EXISTS (SELECT FROM onderzoeken_onderzoek o WHERE o.status = 'gearchiveerd'
                 AND o.zaak_ptr_id IN (OLD.zaak_id, NEW.zaak_id)) THEN
    RAISE EXCEPTION 'the conclusies of an archived onderzoek stay' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
REVOKE ALL ON FUNCTION app.conclusies_vast() FROM PUBLIC;
CREATE TRIGGER conclusies_vast BEFORE INSERT OR UPDATE OR DELETE ON onderzoeken_conclusie FOR EACH ROW
  EXECUTE FUNCTION app.conclusies_vast();
"""


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0007_datums_kloppen")]
    operations = [migrations.RunSQL(SQL)]
