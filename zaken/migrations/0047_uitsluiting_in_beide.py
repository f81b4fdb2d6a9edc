"""Who was excluded from one half before this held for both (0046), is excluded from the other now."""

from django.db import migrations

SQL = """
SELECT app._sluit_mee_uit(h, u.gebruiker_id, u.grond, u.door_id)
FROM zaken_uitsluiting u CROSS JOIN LATERAL app._andere_helften(u.zaak_id) h
WHERE NOT EXISTS (SELECT FROM zaken_uitsluiting e WHERE e.zaak_id = h AND e.gebruiker_id = u.gebruiker_id);
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0046_twee_helften")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
