"""Row security of the register, the transition trigger, the history, and the coded view that figures count from."""

from django.db import migrations

BELEID = """
ALTER TABLE klachten_klacht ENABLE ROW LEVEL SECURITY;
ALTER TABLE klachten_klachtonderdeel ENABLE ROW LEVEL SECURITY;

CREATE POLICY zien ON klachten_klacht FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = klachten_klacht.zaak_ptr_id));
CREATE POLICY toevoegen ON klachten_klacht FOR INSERT TO jid_web
  WITH CHECK (status = 'ontvangen' AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_ptr_id AND z.soort = 'klacht'));
CREATE POLICY wijzigen ON klachten_klacht FOR UPDATE TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = klachten_klacht.zaak_ptr_id));
GRANT SELECT, INSERT, UPDATE ON klachten_klacht TO jid_web;

CREATE POLICY zien ON klachten_klachtonderdeel FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON klachten_klachtonderdeel FOR INSERT TO jid_web WITH CHECK (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY wijzigen ON klachten_klachtonderdeel FOR UPDATE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY verwijderen ON klachten_klachtonderdeel FOR DELETE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON klachten_klachtonderdeel TO jid_web;

CREATE POLICY taken ON klachten_klacht TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON klachten_klachtonderdeel TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON klachten_klacht, klachten_klachtonderdeel TO jid_worker;
"""

CIJFERS = """
-- Coded, person-free, keyless: all that figures may read until facts exist.
CREATE VIEW app.cijfers_klachten AS
  SELECT z.ontvangen_defensie, z.datum_registratie, z.datum_afgehandeld, s.code AS klachtsoort, d.code AS defensieonderdeel,
         o.code AS oordeel, k.status, k.afsluitgrond, k.via_commissie, k.jegens_klager AND k.vorm = 'schriftelijk' AS bindt_awb,
         k.kennisgeving_op, k.verdaagd_op IS NOT NULL AS verdaagd, k.instemming_uitstel_tot
  FROM klachten_klacht k JOIN zaken_zaak z ON z.id = k.zaak_ptr_id
  LEFT JOIN codelijsten_code s ON s.id = k.klachtsoort_id
  LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
  LEFT JOIN codelijsten_code o ON o.id = k.oordeel_id
  WHERE z.soort = 'klacht' AND z.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_klachten TO jid_cijfers;
"""

PAREN = [
    ("ontvangen", "wacht_op_aanvulling"),
    ("ontvangen", "beoordelen"),
    ("wacht_op_aanvulling", "beoordelen"),
    ("beoordelen", "niet_in_behandeling"),
    ("beoordelen", "informele_oplossing"),
    ("beoordelen", "in_behandeling"),
    ("beoordelen", "afgehandeld"),
    ("informele_oplossing", "in_behandeling"),
    ("informele_oplossing", "afgehandeld"),
    ("in_behandeling", "horen"),
    ("in_behandeling", "advies_uitgebracht"),
    ("in_behandeling", "oordeel"),
    ("horen", "advies_uitgebracht"),
    ("horen", "oordeel"),
    ("advies_uitgebracht", "oordeel"),
    ("oordeel", "afgehandeld"),
    ("niet_in_behandeling", "gesloten"),
    ("afgehandeld", "gesloten"),
    ("ontvangen", "ingetrokken"),
    ("wacht_op_aanvulling", "ingetrokken"),
    ("beoordelen", "ingetrokken"),
    ("informele_oplossing", "ingetrokken"),
    ("in_behandeling", "ingetrokken"),
    ("horen", "ingetrokken"),
    ("advies_uitgebracht", "ingetrokken"),
    ("oordeel", "ingetrokken"),
]
"""The transition table as it stood when this migration was written; a test compares it with `klachten.status`."""

OVERGANGEN = f"""
-- No setting of a session switches these off.
CREATE FUNCTION app.klacht_overgang() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
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
CREATE TRIGGER klacht_overgang BEFORE UPDATE OF status ON klachten_klacht FOR EACH ROW EXECUTE FUNCTION app.klacht_overgang();

-- Awb 9:4 and 9:9: a klacht is never anonymous.
ALTER TABLE zaken_zaak ADD CONSTRAINT klacht_nooit_anoniem CHECK (soort <> 'klacht' OR anonimiteit <> 'anoniem');

CREATE TRIGGER volg_velden AFTER UPDATE ON klachten_klacht FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{{}}');
CREATE TRIGGER volg_velden AFTER UPDATE ON klachten_klachtonderdeel FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON klachten_klachtonderdeel FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
"""


class Migration(migrations.Migration):
    dependencies = [("klachten", "0001_initial"), ("zaken", "0017_veldwijzigingen_volgen")]
    operations = [migrations.RunSQL(BELEID), migrations.RunSQL(OVERGANGEN), migrations.RunSQL(CIJFERS)]
