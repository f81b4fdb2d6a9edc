"""Why somebody got access to a sealed zaak was written for a closed circle, and stays the behandelaar's after unsealing."""

from django.db import migrations

SQL = """
-- Until when reasons were written for those who saw the zaak sealed; NULL: never unsealed.
CREATE FUNCTION app._besloten_tot(p_zaak uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT max(o.besloten_op) FROM zaken_ontzegeling o WHERE o.zaak_id = p_zaak AND o.besluit = 'akkoord' $$;
REVOKE ALL ON FUNCTION app._besloten_tot(uuid) FROM PUBLIC;

-- As before (0038). Another reader than the behandelaar gets an empty reason where one was written in the closed circle.
CREATE OR REPLACE FUNCTION app.toekenningen_van_zaak(p_zaak uuid)
RETURNS TABLE (id uuid, user_id bigint, reden bytea, verleend_door_id bigint, verleend_op timestamptz,
               verloopt_op timestamptz, waarneming_voor_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT t.id, t.user_id,
          CASE WHEN t.reden IS NULL OR b.behandelt OR t.verleend_op > coalesce(b.besloten_tot, '-infinity') THEN t.reden ELSE ''::bytea END,
          t.verleend_door_id, t.verleend_op, t.verloopt_op, w.voor_id
   FROM zaken_toekenning t LEFT JOIN zaken_waarneming w ON w.id = t.waarneming_id
   CROSS JOIN (SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid()) AS behandelt,
                      app._besloten_tot(p_zaak) AS besloten_tot) b
   WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL AND (SELECT app.ziet_zaak(p_zaak)) ORDER BY t.verleend_op $$;

-- As before (0044), and the same.
CREATE OR REPLACE FUNCTION app.toegang_van_zaak(p_zaak uuid)
RETURNS TABLE (id uuid, gebruiker_id bigint, reden bytea, vanaf timestamptz, gegeven_door bigint, verloopt_op timestamptz,
               tot timestamptz, beeindigd_door bigint, einde text, waarneming_voor bigint, noodtoegang boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT t.id, t.user_id,
          CASE WHEN b.behandelt OR (t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
                                    AND t.verleend_op > coalesce(b.besloten_tot, '-infinity')) THEN t.reden
               WHEN t.reden IS NOT NULL THEN ''::bytea END,
          t.verleend_op, t.verleend_door_id, t.verloopt_op, t.beeindigd_op, t.beeindigd_door_id,
          CASE WHEN t.einde = 'uitgesloten' AND NOT b.behandelt THEN 'beeindigd' ELSE t.einde::text END, w.voor_id, false
   FROM zaken_toekenning t LEFT JOIN zaken_waarneming w ON w.id = t.waarneming_id
   CROSS JOIN (SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = app.uid()) AS behandelt,
                      app._besloten_tot(p_zaak) AS besloten_tot) b
   WHERE t.content_object_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND (t.verloopt_op IS NULL OR t.verloopt_op > t.verleend_op + interval '1 microsecond')
   UNION ALL
   SELECT n.id, n.gebruiker_id, NULL, n.geopend_op, NULL, n.tot, n.beeindigd_op, n.beeindigd_door_id, '', NULL, true
   FROM zaken_noodtoegang n JOIN zaken_zaak z ON z.id = n.zaak_id
   WHERE n.zaak_id = p_zaak AND z.behandelaar_id = app.uid() AND (SELECT app.ziet_zaak(p_zaak)) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0047_uitsluiting_in_beide")]
    operations = [migrations.RunSQL(SQL)]
