"""Row security of the register, the transition trigger, the history, and the coded view that figures count from."""

from django.db import migrations

BELEID = """
ALTER TABLE misstanden_misstand ENABLE ROW LEVEL SECURITY;
ALTER TABLE misstanden_benadeling ENABLE ROW LEVEL SECURITY;
ALTER TABLE misstanden_bekendmaking ENABLE ROW LEVEL SECURITY;

CREATE POLICY zien ON misstanden_misstand FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = misstanden_misstand.zaak_ptr_id));
CREATE POLICY toevoegen ON misstanden_misstand FOR INSERT TO jid_web
  WITH CHECK (status = 'ontvangen' AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_ptr_id AND z.soort = 'misstand'));
CREATE POLICY wijzigen ON misstanden_misstand FOR UPDATE TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = misstanden_misstand.zaak_ptr_id));
GRANT SELECT, INSERT, UPDATE ON misstanden_misstand TO jid_web;

CREATE POLICY zien ON misstanden_benadeling FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON misstanden_benadeling FOR INSERT TO jid_web WITH CHECK (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY wijzigen ON misstanden_benadeling FOR UPDATE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY verwijderen ON misstanden_benadeling FOR DELETE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON misstanden_benadeling TO jid_web;

CREATE POLICY zien ON misstanden_bekendmaking FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON misstanden_bekendmaking FOR INSERT TO jid_web WITH CHECK (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY wijzigen ON misstanden_bekendmaking FOR UPDATE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY verwijderen ON misstanden_bekendmaking FOR DELETE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON misstanden_bekendmaking TO jid_web;

CREATE POLICY taken ON misstanden_misstand TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON misstanden_benadeling TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON misstanden_bekendmaking TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON misstanden_misstand, misstanden_benadeling, misstanden_bekendmaking TO jid_worker;
"""

CIJFERS = """
-- Coded, person-free, keyless: all that figures may read until facts exist.
CREATE VIEW app.cijfers_misstanden AS
  SELECT z.ontvangen_defensie, z.datum_registratie, z.datum_afgehandeld, m.status, m.uitkomst, s.code AS melder_status,
         d.code AS defensieonderdeel, m.maatschappelijk_belang_toets, m.inbreuk_unierecht, m.bevestigd_op, m.terugkoppeling_op
  FROM misstanden_misstand m JOIN zaken_zaak z ON z.id = m.zaak_ptr_id
  LEFT JOIN codelijsten_code s ON s.id = m.melder_status_id
  LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
  WHERE z.soort = 'misstand' AND z.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_misstanden TO jid_cijfers;
"""

PAREN = [
    ("ontvangen", "bevestigd"),
    ("bevestigd", "beoordeeld"),
    ("beoordeeld", "in_onderzoek"),
    ("beoordeeld", "teruggekoppeld"),
    ("beoordeeld", "geherkwalificeerd"),
    ("in_onderzoek", "standpunt"),
    ("in_onderzoek", "teruggekoppeld"),
    ("in_onderzoek", "geherkwalificeerd"),
    ("standpunt", "teruggekoppeld"),
    ("teruggekoppeld", "nazorg"),
    ("nazorg", "gesloten"),
    ("ontvangen", "ingetrokken"),
    ("bevestigd", "ingetrokken"),
    ("beoordeeld", "ingetrokken"),
    ("in_onderzoek", "ingetrokken"),
    ("standpunt", "ingetrokken"),
]
"""The transition table as it stood when this migration was written; a test compares it with `misstanden.status`."""

OVERGANGEN = f"""
-- No setting of a session switches these off.
CREATE FUNCTION app.misstand_overgang() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF (OLD.status, NEW.status) NOT IN ({", ".join(f"('{van}', '{naar}')" for van, naar in PAREN)}) THEN
    RAISE EXCEPTION 'no such transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'an annulled zaak does not move' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER misstand_overgang BEFORE UPDATE OF status ON misstanden_misstand FOR EACH ROW EXECUTE FUNCTION app.misstand_overgang();

-- Wbk art. 1a: the identity of the melder is secret.
CREATE FUNCTION app.misstand_is_geheim() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  NEW.anonimiteit := 'vertrouwelijk';
  RETURN NEW;
END $$;
-- A zaak is opened before its fields are filled in: a misstand is secret from its first moment.
CREATE TRIGGER misstand_is_geheim BEFORE INSERT ON zaken_zaak FOR EACH ROW
  WHEN (NEW.soort = 'misstand' AND NEW.anonimiteit = 'nee') EXECUTE FUNCTION app.misstand_is_geheim();
ALTER TABLE zaken_zaak ADD CONSTRAINT misstand_nooit_openbaar CHECK (soort <> 'misstand' OR anonimiteit <> 'nee');

CREATE TRIGGER volg_velden AFTER UPDATE ON misstanden_misstand FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{{}}');
CREATE TRIGGER volg_velden AFTER UPDATE ON misstanden_benadeling FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON misstanden_benadeling FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
CREATE TRIGGER volg_velden AFTER UPDATE ON misstanden_bekendmaking FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON misstanden_bekendmaking FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
"""


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0001_initial"), ("zaken", "0017_veldwijzigingen_volgen")]
    operations = [migrations.RunSQL(BELEID), migrations.RunSQL(OVERGANGEN), migrations.RunSQL(CIJFERS)]
