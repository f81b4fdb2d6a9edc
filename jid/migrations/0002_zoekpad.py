"""Every definer function looks in temporary tables last."""

from django.db import migrations

SQL = """
-- Unnamed, pg_temp is searched first: a temporary table could stand in for one of ours.
DO $$ DECLARE f record; BEGIN
  FOR f IN SELECT p.oid::regprocedure AS naam FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.prosecdef LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', f.naam);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jid", "0001_wachtrij"),
        ("gebruikers", "0007_eigen_wachtwoord"),
        ("codelijsten", "0003_logboek"),
        ("logboek", "0004_termijnregel_gewijzigd"),
        ("zaken", "0007_aanscherping"),
        ("meldingen", "0003_invoer"),
        ("vertrouwenspersonen", "0002_toegang"),
        ("rapportages", "0002_toegang"),
    ]
    operations = [migrations.RunSQL(SQL)]
