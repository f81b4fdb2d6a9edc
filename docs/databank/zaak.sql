-- The zaak itself: its policies, triggers and constraints
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Table zaken_zaak
ALTER TABLE zaken_zaak ENABLE ROW LEVEL SECURITY;
CREATE POLICY taken ON zaken_zaak FOR ALL TO jid_worker
  USING (true)
  WITH CHECK (true);
CREATE POLICY wijzigen ON zaken_zaak FOR UPDATE TO jid_web
  USING (((team_id = ANY (NULLIF(current_setting('app.teams', true), '')::bigint[]))
        AND (team_id IN (SELECT app.mijn_zaakteams()))
        AND NOT verzegeld
      OR gebruikers && ARRAY[app.uid()]
        AND (EXISTS (SELECT FROM app.eigen_toekenningen t WHERE t.zaak_id = zaken_zaak.id)))
      AND NOT (id IN (SELECT app.mijn_uitsluitingen())));
CREATE POLICY zien ON zaken_zaak FOR SELECT TO jid_web
  USING (((team_id = ANY (NULLIF(current_setting('app.teams', true), '')::bigint[]))
        AND (team_id IN (SELECT app.mijn_zaakteams()))
        AND NOT verzegeld
      OR gebruikers && ARRAY[app.uid()]
        AND CASE WHEN app.een_zaak() THEN app.heeft_eigen_rij(id) ELSE (id IN (SELECT t.zaak_id FROM
            app.eigen_toekenningen t))
        OR (id IN (SELECT n.zaak_id FROM app.eigen_noodtoegangen n)) END)
      AND NOT (id IN (SELECT app.mijn_uitsluitingen())));
CREATE TRIGGER annuleren_laat_niets_los BEFORE UPDATE OF geannuleerd_op ON zaken_zaak
  FOR EACH ROW WHEN (old.geannuleerd_op IS NULL
      AND new.geannuleerd_op IS NOT NULL)
  EXECUTE FUNCTION app.annuleren_laat_niets_los();
CREATE TRIGGER annulering_blijft BEFORE UPDATE OF geannuleerd_op, geannuleerd_door_id, geannuleerd_reden ON zaken_zaak
  FOR EACH ROW
  EXECUTE FUNCTION app.annulering_blijft();
CREATE CONSTRAINT TRIGGER datums_kloppen_klacht AFTER UPDATE OF ontvangen_defensie, ontvangen_register, voorval_van,
  voorval_tot, datum_afgehandeld, datum_gesloten ON zaken_zaak DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (new.soort = 'klacht')
  EXECUTE FUNCTION app.datums_kloppen('klachten_klacht', 'id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<bevestigd_op', 'ontvangen_defensie<aanvulling_gevraagd_op',
    'ontvangen_defensie<afschrift_aangeklaagde_op', 'ontvangen_defensie<hoorzitting_op',
    'ontvangen_defensie<advies_op', 'ontvangen_defensie<oordeel_op', 'ontvangen_defensie<kennisgeving_op',
    'ontvangen_defensie<verdaagd_op', 'ontvangen_defensie<instemming_uitstel_op',
    'ontvangen_defensie<niet_in_behandeling_bericht_op', 'ontvangen_defensie<ombudsman_oordeel_op',
    'hoorzitting_op<advies_op', 'hoorzitting_op<oordeel_op', 'bevestigd_op<oordeel_op', 'advies_op<oordeel_op',
    'oordeel_op<kennisgeving_op', 'verdaagd_op<oordeel_op', 'verdaagd_op<verdaagd_klager_op',
    'verdaagd_op<verdaagd_aangeklaagde_op', 'instemming_uitstel_op<instemming_uitstel_tot',
    'kennisgeving_op<ombudsman_oordeel_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag',
    'voorval_van<vandaag', 'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'bevestigd_op<vandaag',
    'aanvulling_gevraagd_op<vandaag', 'afschrift_aangeklaagde_op<vandaag', 'hoorzitting_op<vandaag',
    'advies_op<vandaag', 'oordeel_op<vandaag', 'kennisgeving_op<vandaag', 'verdaagd_op<vandaag',
    'instemming_uitstel_op<vandaag', 'niet_in_behandeling_bericht_op<vandaag', 'ombudsman_oordeel_op<vandaag',
    'verdaagd_klager_op<vandaag', 'verdaagd_aangeklaagde_op<vandaag');
CREATE CONSTRAINT TRIGGER datums_kloppen_melding AFTER UPDATE OF ontvangen_defensie, ontvangen_register, voorval_van,
  voorval_tot, datum_afgehandeld, datum_gesloten ON zaken_zaak DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (new.soort = 'melding')
  EXECUTE FUNCTION app.datums_kloppen('meldingen_melding', 'id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<bevestigd_op', 'ontvangen_defensie<coid_advies_op',
    'ontvangen_defensie<besluit_bg_op', 'ontvangen_defensie<teruggekoppeld_op', 'ontvangen_defensie<nazorg_gedaan_op',
    'ontvangen_defensie<herinneren_op', 'bevestigd_op<teruggekoppeld_op', 'coid_advies_op<besluit_bg_op',
    'coid_advies_op<herinneren_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag', 'voorval_van<vandaag',
    'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'bevestigd_op<vandaag', 'coid_advies_op<vandaag',
    'besluit_bg_op<vandaag', 'teruggekoppeld_op<vandaag', 'nazorg_gedaan_op<vandaag');
CREATE CONSTRAINT TRIGGER datums_kloppen_misstand AFTER UPDATE OF ontvangen_defensie, ontvangen_register, voorval_van,
  voorval_tot, datum_afgehandeld, datum_gesloten ON zaken_zaak DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (new.soort = 'misstand')
  EXECUTE FUNCTION app.datums_kloppen('misstanden_misstand', 'id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<bevestigd_op', 'ontvangen_defensie<verslag_akkoord_op',
    'ontvangen_defensie<bevindingen_op', 'ontvangen_defensie<terugkoppeling_op',
    'ontvangen_defensie<navraag_benadeling_op', 'ontvangen_defensie<nazorg_gedaan_op', 'bevestigd_op<bevindingen_op',
    'bevestigd_op<terugkoppeling_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag',
    'voorval_van<vandaag', 'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'bevestigd_op<vandaag',
    'verslag_akkoord_op<vandaag', 'bevindingen_op<vandaag', 'terugkoppeling_op<vandaag',
    'navraag_benadeling_op<vandaag', 'nazorg_gedaan_op<vandaag');
CREATE CONSTRAINT TRIGGER datums_kloppen_onderzoek AFTER UPDATE OF ontvangen_defensie, ontvangen_register,
  voorval_van, voorval_tot, datum_afgehandeld, datum_gesloten ON zaken_zaak DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (new.soort = 'onderzoek')
  EXECUTE FUNCTION app.datums_kloppen('onderzoeken_onderzoek', 'id', 'ontvangen_defensie<ontvangen_register',
    'ontvangen_defensie<datum_afgehandeld', 'datum_afgehandeld<datum_gesloten', 'voorval_van<ontvangen_defensie',
    'voorval_van<voorval_tot', 'ontvangen_defensie<coid_advies_op', 'ontvangen_defensie<besluit_bg_op',
    'ontvangen_defensie<ingesteld_op', 'ontvangen_defensie<wederhoor_op', 'ontvangen_defensie<rapport_op',
    'ontvangen_defensie<besluit_op', 'coid_advies_op<besluit_bg_op', 'besluit_bg_op<ingesteld_op',
    'ingesteld_op<wederhoor_op', 'ingesteld_op<rapport_op', 'ingesteld_op<besluit_op', 'wederhoor_op<rapport_op',
    'rapport_op<besluit_op', 'ontvangen_defensie<vandaag', 'ontvangen_register<vandaag', 'voorval_van<vandaag',
    'datum_afgehandeld<vandaag', 'datum_gesloten<vandaag', 'coid_advies_op<vandaag', 'besluit_bg_op<vandaag',
    'ingesteld_op<vandaag', 'wederhoor_op<vandaag', 'rapport_op<vandaag', 'besluit_op<vandaag');
CREATE CONSTRAINT TRIGGER gesloten_houdt_dag AFTER UPDATE OF datum_afgehandeld, datum_gesloten ON zaken_zaak
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (old.datum_gesloten IS NOT NULL
      AND new.datum_gesloten IS NULL
    OR old.datum_gesloten IS NOT NULL
      AND old.datum_afgehandeld IS DISTINCT FROM new.datum_afgehandeld)
  EXECUTE FUNCTION app.gesloten_houdt_dag();
CREATE TRIGGER gesloten_vraagt_reden BEFORE UPDATE ON zaken_zaak
  FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('id',
    '{team_id, behandelaar_id, gebruikers, verzegeld, sleutel_id, samengevoegd_met_id, geannuleerd_op, geannuleerd_door_id, geannuleerd_reden, eerste_termijn, versie, datum_afgehandeld, datum_gesloten}');
CREATE TRIGGER misstand_is_geheim BEFORE INSERT ON zaken_zaak
  FOR EACH ROW WHEN (new.soort = 'misstand'
      AND new.anonimiteit = 'nee')
  EXECUTE FUNCTION app.misstand_is_geheim();
CREATE TRIGGER noteer_team_van_zaak AFTER UPDATE OF team_id ON zaken_zaak
  FOR EACH ROW WHEN (old.team_id IS DISTINCT FROM new.team_id)
  EXECUTE FUNCTION app.noteer_team_van_zaak();
CREATE TRIGGER samenvoegen_in_wat_men_ziet BEFORE UPDATE OF samengevoegd_met_id ON zaken_zaak
  FOR EACH ROW WHEN (new.samengevoegd_met_id IS NOT NULL
      AND new.samengevoegd_met_id IS DISTINCT FROM old.samengevoegd_met_id)
  EXECUTE FUNCTION app.samenvoegen_in_wat_men_ziet();
CREATE TRIGGER samenvoegen_sluit_mee AFTER UPDATE OF samengevoegd_met_id ON zaken_zaak
  FOR EACH ROW WHEN (new.samengevoegd_met_id IS NOT NULL
      AND new.samengevoegd_met_id IS DISTINCT FROM old.samengevoegd_met_id)
  EXECUTE FUNCTION app.samenvoegen_sluit_mee();
CREATE TRIGGER signaal_terug AFTER UPDATE OF geannuleerd_op ON zaken_zaak
  FOR EACH ROW WHEN (old.geannuleerd_op IS NULL
      AND new.geannuleerd_op IS NOT NULL)
  EXECUTE FUNCTION app.signaal_terug();
CREATE TRIGGER volg_velden AFTER UPDATE ON zaken_zaak
  FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION app.volg_velden('id', 'id', '{gebruikers,versie,eerste_termijn,sleutel_id}');
CREATE TRIGGER volg_waarneming AFTER UPDATE OF behandelaar_id, team_id ON zaken_zaak
  FOR EACH ROW WHEN (old.behandelaar_id IS DISTINCT FROM new.behandelaar_id
    OR old.team_id IS DISTINCT FROM new.team_id)
  EXECUTE FUNCTION app.volg_waarneming();
CREATE TRIGGER volg_waarneming_na_zegel AFTER UPDATE OF verzegeld ON zaken_zaak
  FOR EACH ROW WHEN (old.verzegeld
      AND NOT new.verzegeld
      AND new.behandelaar_id IS NOT NULL)
  EXECUTE FUNCTION app.volg_waarneming();
CREATE TRIGGER volg_zaak_in_zoekindex AFTER UPDATE OF ontvangen_defensie, sleutel_id ON zaken_zaak
  FOR EACH ROW WHEN (new.sleutel_id IS NULL
    OR new.ontvangen_defensie <> old.ontvangen_defensie)
  EXECUTE FUNCTION app.volg_zaak_in_zoekindex();
ALTER TABLE zaken_zaak ADD CONSTRAINT klacht_nooit_anoniem CHECK (soort <> 'klacht' OR anonimiteit <> 'anoniem');
ALTER TABLE zaken_zaak ADD CONSTRAINT misstand_nooit_openbaar CHECK (soort <> 'misstand' OR anonimiteit <> 'nee');
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_annulering_heeft_persoon
  CHECK (geannuleerd_op IS NULL
    OR geannuleerd_door_id IS NOT NULL);
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_einde_precisie_klopt
  CHECK (voorval_tot_precisie = ''
    OR voorval_tot IS NOT NULL
      AND (voorval_tot_precisie = ANY (ARRAY['dag', 'maand', 'jaar'])));
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_niet_met_zichzelf
  CHECK (NOT (samengevoegd_met_id = id
        AND samengevoegd_met_id IS NOT NULL));
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_referentie_dicht CHECK (externe_referentie ~ '^(v1\.[0-9a-f]+)?$');
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_register_na_defensie
  CHECK (ontvangen_register IS NULL
    OR ontvangen_register >= ontvangen_defensie);
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_soort_bestaat
  CHECK (soort = ANY (ARRAY['melding', 'klacht', 'misstand', 'onderzoek']));
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_voorval_loopt_vooruit
  CHECK (voorval_tot IS NULL
    OR voorval_van IS NULL
    OR voorval_tot >= voorval_van);
ALTER TABLE zaken_zaak ADD CONSTRAINT zaak_voorval_precisie_klopt
  CHECK (voorval_precisie = 'onbekend'
      AND voorval_van IS NULL
    OR voorval_van IS NOT NULL
      AND NOT voorval_precisie = 'onbekend');
CREATE UNIQUE INDEX zaak_herkomst_uniek ON zaken_zaak USING btree (bronsysteem, externe_referentie)
  WHERE NOT externe_referentie = '';
GRANT SELECT, UPDATE (aantal_betrokkenen, anonimiteit, datum_afgehandeld, datum_gesloten, defensieonderdeel_id,
    eenheid, eerste_termijn, geannuleerd_door_id, geannuleerd_op, geannuleerd_reden, locatiecontext_id, meldkanaal_id,
    omschrijving, onderwerp, ontvangen_defensie, ontvangen_register, rubricering, samengevoegd_met_id, versie,
    voorval_precisie, voorval_tot, voorval_tot_precisie, voorval_van) ON zaken_zaak TO jid_web;
GRANT SELECT, INSERT ON zaken_zaak TO jid_worker;
