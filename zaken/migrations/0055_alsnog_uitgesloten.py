"""Who stayed the last reader of a zaak when excluded from another of the same event (0047, 0051), is excluded from it now."""

from django.db import migrations

SQL = """
-- Not where somebody took the exclusion off again.
SELECT app._sluit_ook_uit(o.zaak_id, o.gebruiker_id, o.grond) FROM (
  SELECT DISTINCT ON (h, u.gebruiker_id) h AS zaak_id, u.gebruiker_id, u.grond
  FROM zaken_uitsluiting u CROSS JOIN LATERAL app._andere_helften(u.zaak_id) h
  WHERE NOT EXISTS (SELECT FROM zaken_uitsluiting e WHERE e.zaak_id = h AND e.gebruiker_id = u.gebruiker_id)
    AND NOT EXISTS (SELECT FROM logboek_gebeurtenis g WHERE g.zaak_id = h AND g.soort = 'uitsluiting_opgeheven'
                    AND g.bijzonderheden ->> 'gebruiker' = u.gebruiker_id::text)
  ORDER BY h, u.gebruiker_id, u.op) o;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0054_uitgesloten_hoe_dan_ook")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
