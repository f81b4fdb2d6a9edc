"""Row security of the register, the transition trigger, and the coded view that figures count from."""

from django.db import migrations

BELEID = """
ALTER TABLE meldingen_melding ENABLE ROW LEVEL SECURITY;
ALTER TABLE meldingen_subcategorie ENABLE ROW LEVEL SECURITY;
ALTER TABLE meldingen_afdoening ENABLE ROW LEVEL SECURITY;

CREATE POLICY zien ON meldingen_melding FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = meldingen_melding.zaak_ptr_id));
CREATE POLICY toevoegen ON meldingen_melding FOR INSERT TO jid_web
  WITH CHECK (status = 'nieuw' AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_ptr_id AND z.soort = 'melding'));
CREATE POLICY wijzigen ON meldingen_melding FOR UPDATE TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = meldingen_melding.zaak_ptr_id));
GRANT SELECT, INSERT, UPDATE ON meldingen_melding TO jid_web;

CREATE POLICY zien ON meldingen_subcategorie FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON meldingen_subcategorie FOR INSERT TO jid_web WITH CHECK (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY verwijderen ON meldingen_subcategorie FOR DELETE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY zien ON meldingen_afdoening FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON meldingen_afdoening FOR INSERT TO jid_web WITH CHECK (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY verwijderen ON meldingen_afdoening FOR DELETE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT, DELETE ON meldingen_subcategorie, meldingen_afdoening TO jid_web;
GRANT USAGE ON SEQUENCE meldingen_subcategorie_id_seq, meldingen_afdoening_id_seq TO jid_web, jid_worker;

CREATE POLICY taken ON meldingen_melding TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON meldingen_subcategorie TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON meldingen_afdoening TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON meldingen_melding, meldingen_subcategorie, meldingen_afdoening TO jid_worker;
"""

CIJFERS = """
-- Coded, person-free, keyless: all that figures may read until facts exist.
CREATE VIEW app.cijfers_meldingen AS
  SELECT z.ontvangen_defensie, z.datum_registratie, h.code AS hoofdcategorie, d.code AS defensieonderdeel, m.status
  FROM meldingen_melding m JOIN zaken_zaak z ON z.id = m.zaak_ptr_id
  JOIN codelijsten_code h ON h.id = m.hoofdcategorie_id
  LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
  WHERE z.soort = 'melding' AND z.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_meldingen TO jid_cijfers;
"""

PAREN = [
    ("nieuw", "in_beoordeling"),
    ("in_beoordeling", "in_behandeling"),
    ("in_beoordeling", "niet_in_behandeling"),
    ("in_beoordeling", "doorgeleid"),
    ("in_beoordeling", "samengevoegd"),
    ("in_behandeling", "wacht_op_besluit"),
    ("in_behandeling", "in_onderzoek"),
    ("in_behandeling", "opgeschort"),
    ("in_behandeling", "ingetrokken"),
    ("in_onderzoek", "in_behandeling"),
    ("opgeschort", "in_behandeling"),
    ("wacht_op_besluit", "in_behandeling"),
    ("wacht_op_besluit", "afgehandeld"),
    ("afgehandeld", "nazorg"),
    ("afgehandeld", "heropend"),
    ("nazorg", "gesloten"),
    ("gesloten", "heropend"),
    ("heropend", "in_behandeling"),
]
"""The transition table as it stood when this migration was written; a test compares it with `meldingen.status`."""

OVERGANGEN = f"""
-- No setting of a session switches this off.
CREATE FUNCTION app.melding_overgang() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS
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
CREATE TRIGGER melding_overgang BEFORE UPDATE OF status ON meldingen_melding FOR EACH ROW EXECUTE FUNCTION app.melding_overgang();
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0001_initial"), ("zaken", "0002_toegang")]
    operations = [migrations.RunSQL(BELEID), migrations.RunSQL(OVERGANGEN), migrations.RunSQL(CIJFERS)]
