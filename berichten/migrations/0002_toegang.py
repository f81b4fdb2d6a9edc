"""A message is read by its addressee alone, and no longer than they see the zaak it is about."""

from django.db import migrations

BERICHT = """
ALTER TABLE berichten_bericht ENABLE ROW LEVEL SECURITY;
ALTER TABLE berichten_bericht ADD CONSTRAINT bericht_zaak FOREIGN KEY (zaak_id) REFERENCES zaken_zaak (id)
  ON DELETE CASCADE;
ALTER TABLE berichten_bericht ADD CONSTRAINT bericht_herinnering_heeft_onderdeel
  CHECK (dag IS NULL OR object_id IS NOT NULL);
CREATE INDEX bericht_van_zaak ON berichten_bericht (zaak_id) WHERE zaak_id IS NOT NULL;

CREATE POLICY zien ON berichten_bericht FOR SELECT TO jid_web
  USING (aan_id = app.uid() AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)));
-- Whoever names a column must see the row too (zien); this writes nothing in a zaak.
CREATE POLICY lezen ON berichten_bericht FOR UPDATE TO jid_web USING (aan_id = app.uid());
GRANT SELECT ON berichten_bericht TO jid_web;
GRANT UPDATE (gelezen_op) ON berichten_bericht TO jid_web;

CREATE POLICY taken ON berichten_bericht TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON berichten_bericht TO jid_worker;
GRANT UPDATE (gemaild_op) ON berichten_bericht TO jid_worker;
-- The worker asks it in the context of the addressee, before it mails.
GRANT EXECUTE ON FUNCTION app.ziet_zaak(uuid) TO jid_worker;

-- Tells somebody else. About a zaak only by who sees that zaak; nothing for oneself or for a closed account.
CREATE FUNCTION app.bericht(p_id uuid, p_aan bigint, p_soort text, p_zaak uuid, p_object uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF app.uid() IS NULL OR (p_zaak IS NOT NULL AND NOT coalesce(app.ziet_zaak(p_zaak), false)) THEN
    RAISE EXCEPTION 'a message comes from somebody who sees the zaak' USING ERRCODE = 'JID01';
  END IF;
  INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, object_id, op)
  SELECT p_id, g.id, p_soort, p_zaak, p_object, now() FROM gebruikers_gebruiker g
  WHERE g.id = p_aan AND g.is_active AND g.id <> app.uid();
END $$;
REVOKE ALL ON FUNCTION app.bericht(uuid, bigint, text, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.bericht(uuid, bigint, text, uuid, uuid) TO jid_web;
"""

VOORKEUR = """
ALTER TABLE berichten_voorkeur ENABLE ROW LEVEL SECURITY;
CREATE POLICY eigen ON berichten_voorkeur TO jid_web
  USING (gebruiker_id = app.uid()) WITH CHECK (gebruiker_id = app.uid());
CREATE POLICY taken ON berichten_voorkeur FOR SELECT TO jid_worker USING (true);
GRANT SELECT, INSERT ON berichten_voorkeur TO jid_web;
GRANT UPDATE (mail) ON berichten_voorkeur TO jid_web;
GRANT SELECT ON berichten_voorkeur TO jid_worker;

ALTER TABLE berichten_overzicht ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON berichten_overzicht TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON berichten_overzicht TO jid_worker;
GRANT USAGE ON SEQUENCE berichten_overzicht_id_seq TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0001_initial"), ("gebruikers", "0011_oidc"), ("zaken", "0024_toekenning_in_lijsten")]
    operations = [migrations.RunSQL(sql) for sql in (BERICHT, VOORKEUR)]
