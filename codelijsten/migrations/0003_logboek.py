"""Every change of a code by a user is logged by the table itself; loading by the owner has no user and no event."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.code_gelogd() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  IF app.uid() IS NOT NULL THEN
    PERFORM app.noteer('code_gewijzigd', NEW.id::text,
      jsonb_build_object('lijst', NEW.lijst_id, 'code', NEW.code, 'nieuw', TG_OP = 'INSERT'));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER code_gelogd AFTER INSERT OR UPDATE ON codelijsten_code
  FOR EACH ROW EXECUTE FUNCTION app.code_gelogd();
"""


class Migration(migrations.Migration):
    dependencies = [("codelijsten", "0002_toegang"), ("logboek", "0003_noteer")]
    operations = [migrations.RunSQL(SQL)]
