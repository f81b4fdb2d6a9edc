"""Who checks does not handle: since a privacy officer can open zaken by noodtoegang, that role goes as the auditor's."""

from django.db import migrations

SQL = """
-- gebruikers/rollen.py: ONVERENIGBAAR.
CREATE OR REPLACE FUNCTION app.rollen_gaan_samen(p_rollen text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT NOT (
  ('beheerder' = ANY (p_rollen)
     AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon', 'privacy', 'archivaris', 'auditor']))
  OR (p_rollen && ARRAY['auditor', 'privacy'] AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon']))
  OR ('vertrouwenspersoon' = ANY (p_rollen) AND p_rollen && app.zaakrollen())) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0011_oidc")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
