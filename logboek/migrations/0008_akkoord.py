"""Agreeing is logged by the functions that do it, and by nobody beside them."""

from django.db import migrations

SQL = """
CREATE POLICY akkoord_door_een_functie ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web WITH CHECK (
  soort NOT IN ('akkoord_gevraagd', 'akkoord_gegeven', 'akkoord_geweigerd'));
"""


class Migration(migrations.Migration):
    dependencies = [("logboek", "0007_zoeken")]
    operations = [migrations.RunSQL(SQL, "DROP POLICY akkoord_door_een_functie ON logboek_gebeurtenis;")]
