"""A data key names a key that this database knows; what was taken out of use never wraps again."""

from django.db import migrations

SQL = """
-- No index: rows go by the million, and only taking a key out of use asks for it.
ALTER TABLE zaken_datasleutel ADD CONSTRAINT datasleutel_hoofdsleutel_bekend
  FOREIGN KEY (hoofdsleutel_id) REFERENCES zaken_sleutelversie (id);
-- Ids and known values, not secret: every process holds its key file against them. Only the owner writes.
ALTER TABLE zaken_sleutelversie ENABLE ROW LEVEL SECURITY;
CREATE POLICY keuren ON zaken_sleutelversie FOR SELECT TO jid_web, jid_worker USING (true);
GRANT SELECT ON zaken_sleutelversie TO jid_web, jid_worker;
"""
TERUG = """
ALTER TABLE zaken_datasleutel DROP CONSTRAINT datasleutel_hoofdsleutel_bekend;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0010_sleutels_vastleggen")]
    operations = [migrations.RunSQL(SQL, TERUG)]
