"""A new code was called nothing before: what stands below figures of past years comes from a label that changed (0007)."""

from django.db import migrations

SQL = """
ALTER POLICY toevoegen ON codelijsten_code
  WITH CHECK (app.heeft_rol('beheerder') AND label_was = '' AND label_sinds IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("codelijsten", "0007_hoe_een_code_heette")]
    operations = [migrations.RunSQL(SQL)]
