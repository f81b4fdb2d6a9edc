"""What only a function of the database may log, the worker cannot log beside it either."""

from django.db import migrations

SQL = """
CREATE POLICY worker_verzint_niets ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_worker WITH CHECK (soort NOT IN (
  'casussen_geteld', 'casus_dag', 'zonder_lezer', 'toegang_beeindigd', 'noodtoegang_geopend', 'noodtoegang_beeindigd',
  'noodtoegang_beoordeeld', 'ontzegeling_gevraagd', 'ontzegeling_geweigerd', 'ontzegeld', 'akkoord_gevraagd',
  'akkoord_gegeven', 'akkoord_geweigerd'));
"""


class Migration(migrations.Migration):
    dependencies = [("logboek", "0009_opgeruimd")]
    operations = [migrations.RunSQL(SQL, "DROP POLICY worker_verzint_niets ON logboek_gebeurtenis;")]
