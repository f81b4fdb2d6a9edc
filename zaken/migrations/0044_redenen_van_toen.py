"""Why somebody had access once, and that it ended by an exclusion, is for the behandelaar alone."""

from django.db import migrations

SQL = """
-- As before (0041). Of a grant that is over, the reason (typed for who saw the zaak then) and that an exclusion ended it are
-- for the behandelaar; another reader gets an empty reason where one was written, and a plain end.
CREATE OR REPLACE FUNCTION app.toegang_van_zaak(p_zaak uuid)
RETURNS TABLE (id uuid, gebruiker_id bigint, reden bytea, vanaf timestamptz, gegeven_door bigint, verloopt_op timestamptz,
               tot timestamptz, beeindigd_door bigint, einde text, waarneming_voor bigint, noodtoegang boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT t.id, t.user_id,
          CASE WHEN b.behandelt OR (t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())) THEN t.reden
               WHEN t.reden IS NOT NULL THEN ''::bytea END,
          t.verleend_op, t.verleend_door_id, t.verloopt_op, t.beeindigd_op, t.beeindigd_door_id,
          CASE WHEN t.einde = 'uitgesloten' AND NOT b.behandelt THEN 'beeindigd' ELSE t.einde::text END, w.voor_id, false
   FROM zaken_toekenning t LEFT JOIN zaken_waarneming w ON w.id = t.waarneming_id
   CROSS JOIN (SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid()) AS behandelt) b
   WHERE t.content_object_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND (t.verloopt_op IS NULL OR t.verloopt_op > t.verleend_op + interval '1 microsecond')
   UNION ALL
   SELECT n.id, n.gebruiker_id, NULL, n.geopend_op, NULL, n.tot, n.beeindigd_op, n.beeindigd_door_id, '', NULL, true
   FROM zaken_noodtoegang n JOIN zaken_zaak z ON z.id = n.zaak_id
   WHERE n.zaak_id = p_zaak AND z.behandelaar_id = app.uid() AND (SELECT app.ziet_zaak(p_zaak)) $$;
REVOKE ALL ON FUNCTION app.toegang_van_zaak(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.toegang_van_zaak(uuid) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0043_zoeken_per_jaar")]
    operations = [migrations.RunSQL(SQL)]
