-- Policies per command. A SELECT policy alone would make UPDATE and FOR UPDATE silently hit nothing.
ALTER TABLE zaken_zaak ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_persoon ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_notitie ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_statuswijziging ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_termijn ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_datasleutel ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_concept ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_toekenning ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_uitsluiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_nummerreeks ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_zoekindex ENABLE ROW LEVEL SECURITY;
ALTER TABLE zaken_invoer ENABLE ROW LEVEL SECURITY;
-- Tables that libraries bring and nobody uses: closed to everybody but the owner.
ALTER TABLE guardian_userobjectpermission ENABLE ROW LEVEL SECURITY;
ALTER TABLE guardian_groupobjectpermission ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth_group_permissions ENABLE ROW LEVEL SECURITY;

-- Zaak: hint (a value for the planner) and truth, both; nullif, so an unset setting gives zero rows, not an error.
CREATE POLICY zien ON zaken_zaak FOR SELECT TO jid_web USING ((
     (team_id = ANY (nullif(current_setting('app.teams', true), '')::bigint[])
      AND team_id IN (SELECT app.mijn_zaakteams()) AND NOT verzegeld)
  OR (gebruikers && ARRAY[app.uid()]
      AND id IN (SELECT app.mijn_zaken())))
  AND NOT (id IN (SELECT app.mijn_uitsluitingen())));
CREATE POLICY wijzigen ON zaken_zaak FOR UPDATE TO jid_web USING ((
     (team_id = ANY (nullif(current_setting('app.teams', true), '')::bigint[])
      AND team_id IN (SELECT app.mijn_zaakteams()) AND NOT verzegeld)
  OR (gebruikers && ARRAY[app.uid()]
      AND id IN (SELECT app.mijn_zaken())))
  AND NOT (id IN (SELECT app.mijn_uitsluitingen())));
GRANT SELECT ON zaken_zaak TO jid_web;
-- Owner, team, grants, seal, number and key change through checked functions only.
GRANT UPDATE (ontvangen_defensie, ontvangen_register, voorval_van, voorval_tot, voorval_precisie, datum_afgehandeld,
  datum_gesloten, rubricering, anonimiteit, meldkanaal_id, defensieonderdeel_id, locatiecontext_id, eenheid, onderwerp,
  omschrijving, aantal_betrokkenen, externe_referentie, samengevoegd_met_id, geannuleerd_op, geannuleerd_door_id,
  geannuleerd_reden, eerste_termijn, versie) ON zaken_zaak TO jid_web;

-- What hangs under a zaak follows its zaak.
CREATE POLICY zien ON zaken_persoon FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON zaken_persoon FOR INSERT TO jid_web WITH CHECK (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY wijzigen ON zaken_persoon FOR UPDATE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY verwijderen ON zaken_persoon FOR DELETE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON zaken_persoon TO jid_web;

CREATE POLICY zien ON zaken_notitie FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON zaken_notitie FOR INSERT TO jid_web
  WITH CHECK (door_id = app.uid() AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT ON zaken_notitie TO jid_web;

CREATE POLICY zien ON zaken_statuswijziging FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON zaken_statuswijziging FOR INSERT TO jid_web
  WITH CHECK (door_id = app.uid() AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT ON zaken_statuswijziging TO jid_web;

CREATE POLICY zien ON zaken_termijn FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON zaken_termijn FOR INSERT TO jid_web WITH CHECK (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY wijzigen ON zaken_termijn FOR UPDATE TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT, INSERT, UPDATE ON zaken_termijn TO jid_web;

CREATE POLICY eigen ON zaken_concept FOR SELECT TO jid_web USING (eigenaar_id = app.uid());
CREATE POLICY eigen_nieuw ON zaken_concept FOR INSERT TO jid_web WITH CHECK (eigenaar_id = app.uid());
CREATE POLICY eigen_wijzigen ON zaken_concept FOR UPDATE TO jid_web USING (eigenaar_id = app.uid());
GRANT SELECT, INSERT ON zaken_concept TO jid_web;
GRANT UPDATE (inhoud, volgnummer, gewijzigd_op) ON zaken_concept TO jid_web;

-- A key is as visible as what it opens; a new one is not readable until it is attached.
CREATE POLICY zien ON zaken_datasleutel FOR SELECT TO jid_web USING (
  EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = zaken_datasleutel.id)
  OR EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = zaken_datasleutel.id));
CREATE POLICY toevoegen ON zaken_datasleutel FOR INSERT TO jid_web WITH CHECK ((SELECT app.heeft_zaakrol()));
GRANT SELECT, INSERT ON zaken_datasleutel TO jid_web;

CREATE POLICY zien ON zaken_invoer FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.invoer_id = zaken_invoer.id));
GRANT SELECT ON zaken_invoer TO jid_web;

-- The worker runs named jobs (import, clearing old drafts); it serves no request.
CREATE POLICY taken ON zaken_zaak TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_persoon TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_statuswijziging TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_termijn TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_datasleutel TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_concept TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_nummerreeks TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_zoekindex TO jid_worker USING (true) WITH CHECK (true);
CREATE POLICY taken ON zaken_invoer TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON zaken_zaak, zaken_persoon, zaken_statuswijziging, zaken_termijn, zaken_zoekindex, zaken_invoer TO jid_worker;
GRANT SELECT, INSERT, DELETE ON zaken_datasleutel TO jid_worker;
GRANT SELECT, INSERT, UPDATE ON zaken_nummerreeks TO jid_worker;
GRANT USAGE ON SEQUENCE zaken_nummerreeks_id_seq TO jid_worker;
GRANT SELECT, DELETE ON zaken_concept TO jid_worker;
