"""Nobody alone sets a norm or an equated day for the past: the klachten of published years are counted with them."""

from django.db import migrations

SQL = """
ALTER POLICY toevoegen ON zaken_gelijkgesteldedag
  WITH CHECK (app.heeft_rol('beheerder') AND dag >= (now() AT TIME ZONE 'Europe/Amsterdam')::date);
ALTER POLICY toevoegen ON zaken_norm
  WITH CHECK (app.heeft_rol('beheerder') AND geldig_van >= (now() AT TIME ZONE 'Europe/Amsterdam')::date);
-- A value that ended stays ended, and none is ended on a day before yesterday: so no other one begins there.
ALTER POLICY wijzigen ON zaken_norm
  USING (app.heeft_rol('beheerder')
         AND (geldig_tot IS NULL OR geldig_tot >= (now() AT TIME ZONE 'Europe/Amsterdam')::date - 1))
  WITH CHECK (app.heeft_rol('beheerder')
              AND (geldig_tot IS NULL OR geldig_tot >= (now() AT TIME ZONE 'Europe/Amsterdam')::date - 1));
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0090_wat_een_signaal_was")]
    operations = [migrations.RunSQL(SQL)]
