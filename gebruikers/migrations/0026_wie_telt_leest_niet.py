"""Who fills the counts of casussen does not read them: subtracting one's own would show those of a few others."""

from django.db import migrations

SQL = """
-- gebruikers/rollen.py: ONVERENIGBAAR.
CREATE OR REPLACE FUNCTION app.rollen_gaan_samen(p_rollen text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT NOT (
  ('beheerder' = ANY (p_rollen)
     AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon', 'privacy', 'archivaris', 'auditor']))
  OR (p_rollen && ARRAY['auditor', 'privacy'] AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon']))
  OR ('vertrouwenspersoon' = ANY (p_rollen) AND p_rollen && (app.zaakrollen() || ARRAY['coordinator', 'beleid']))) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0025_losmaken_door_een_derde")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
