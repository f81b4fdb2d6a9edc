"""Writing an event from a checked function of another app: the function that changes something also logs it."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.noteer(p_soort text, p_object text, p_bijzonderheden jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public AS
$$ INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
   VALUES (gen_random_uuid(), clock_timestamp(), p_soort, app.uid(), NULL, p_object, p_bijzonderheden) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("logboek", "0002_toegang"), ("gebruikers", "0003_gebruikersbeheer")]
    operations = [migrations.RunSQL(SQL)]
