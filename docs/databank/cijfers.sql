-- What the year figures read
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- View app.cijfers_casussen
CREATE VIEW app.cijfers_casussen WITH (security_barrier=true) AS
 SELECT t.id AS telling,
    t.jaar::integer AS jaar,
    t.geteld_op,
    a.thema AS hoofdthema,
    COALESCE(a.aantal::integer, 0) AS aantal
   FROM vertrouwenspersonen_casustelling t
     LEFT JOIN LATERAL jsonb_each_text(t.aantallen) a(thema, aantal) ON true;
GRANT SELECT ON app.cijfers_casussen TO jid_cijfers;

-- View app.cijfers_doorgeleid
CREATE VIEW app.cijfers_doorgeleid AS
 SELECT v.soort AS van,
    n.soort AS naar,
    n.ontvangen_defensie,
    k.op AS doorgeleid_op
   FROM zaken_zaakkoppeling k
     JOIN zaken_zaak v ON v.id = k.van_id
     JOIN zaken_zaak n ON n.id = k.naar_id
  WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL AND v.geannuleerd_op IS NULL AND n.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_doorgeleid TO jid_cijfers;

-- View app.cijfers_geannuleerd
CREATE VIEW app.cijfers_geannuleerd WITH (security_barrier=true) AS
 SELECT soort,
    EXTRACT(year FROM ontvangen_defensie)::integer AS jaar,
    (datum_registratie AT TIME ZONE 'Europe/Amsterdam')::date AS vastgelegd_op,
    (geannuleerd_op AT TIME ZONE 'Europe/Amsterdam')::date AS geannuleerd_op,
    count(*)::integer AS aantal
   FROM zaken_zaak z
  WHERE geannuleerd_op IS NOT NULL AND ontvangen_defensie IS NOT NULL
  GROUP BY soort, (EXTRACT(year FROM ontvangen_defensie)::integer), ((datum_registratie AT TIME ZONE 'Europe/Amsterdam')::date), ((geannuleerd_op AT TIME ZONE 'Europe/Amsterdam')::date);
GRANT SELECT ON app.cijfers_geannuleerd TO jid_cijfers;

-- View app.cijfers_klachten
CREATE VIEW app.cijfers_klachten AS
 SELECT z.ontvangen_defensie,
    z.datum_registratie,
    z.datum_afgehandeld,
    s.code AS klachtsoort,
    d.code AS defensieonderdeel,
    o.code AS oordeel,
    k.status,
    k.afsluitgrond,
    k.via_commissie,
    k.jegens_klager AND k.vorm = 'schriftelijk' AS bindt_awb,
    k.kennisgeving_op,
    k.verdaagd_op IS NOT NULL AS verdaagd,
    k.instemming_uitstel_tot
   FROM klachten_klacht k
     JOIN zaken_zaak z ON z.id = k.zaak_ptr_id
     LEFT JOIN codelijsten_code s ON s.id = k.klachtsoort_id
     LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
     LEFT JOIN codelijsten_code o ON o.id = k.oordeel_id
  WHERE z.soort = 'klacht' AND z.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_klachten TO jid_cijfers;

-- View app.cijfers_klachtperioden
CREATE VIEW app.cijfers_klachtperioden WITH (security_barrier=true) AS
 WITH verloop AS (
         SELECT w.zaak_id,
            w.op,
            w.van,
            w.naar,
            (w.naar = ANY (ARRAY['ontvangen', 'wacht_op_aanvulling', 'beoordelen', 'informele_oplossing', 'in_behandeling', 'horen', 'advies_uitgebracht', 'oordeel'])) OR (w.naar = ANY (ARRAY['doorgeleid', 'samengevoegd'])) AND lead(w.op) OVER (PARTITION BY w.zaak_id ORDER BY w.op, (w.van <> '')) IS NOT NULL AS is_open
           FROM zaken_statuswijziging w
             JOIN klachten_klacht k ON k.zaak_ptr_id = w.zaak_id
        ), stap AS (
         SELECT verloop.zaak_id,
            verloop.op,
            verloop.naar,
            verloop.is_open,
            lag(verloop.is_open, 1, true) OVER (PARTITION BY verloop.zaak_id ORDER BY verloop.op, (verloop.van <> '')) AS was_open
           FROM verloop
        ), grens AS (
         SELECT stap.zaak_id,
            stap.op,
            stap.naar,
            stap.is_open,
            count(*) FILTER (WHERE stap.is_open) OVER (PARTITION BY stap.zaak_id ORDER BY stap.op) AS nummer
           FROM stap
          WHERE stap.is_open <> stap.was_open
        ), periode AS (
         SELECT grens.zaak_id,
            grens.nummer,
            grens.nummer = max(grens.nummer) OVER (PARTITION BY grens.zaak_id) AS is_laatste,
            max((grens.op AT TIME ZONE 'Europe/Amsterdam')::date) FILTER (WHERE grens.is_open) AS heropend_op,
            max((grens.op AT TIME ZONE 'Europe/Amsterdam')::date) FILTER (WHERE NOT grens.is_open) AS einde_op,
            max(grens.naar::text) FILTER (WHERE NOT grens.is_open) AS eindstatus
           FROM grens
          GROUP BY grens.zaak_id, grens.nummer
        ), basis AS (
         SELECT k.zaak_ptr_id,
            k.status,
            k.vorm,
            k.jegens_klager,
            k.ondertekend,
            k.via_commissie,
            k.bevestigd_op,
            k.aanvulling_gevraagd_op,
            k.behandelaar_niet_betrokken,
            k.afschrift_aangeklaagde_op,
            k.hoorzitting_op,
            k.advies,
            k.advies_op,
            k.oordeel_op,
            k.afwijking_advies_reden,
            k.conclusies,
            k.opvolging,
            k.kennisgeving_op,
            k.ombudsman_vermeld,
            k.ombudsman_oordeel,
            k.ombudsman_oordeel_op,
            k.verdaagd_op,
            k.verdaagd_weken,
            k.verdaagd_reden,
            k.verdaagd_klager_op,
            k.verdaagd_aangeklaagde_op,
            k.instemming_uitstel_op,
            k.instemming_uitstel_tot,
            k.afsluitgrond,
            k.niet_in_behandeling_bericht_op,
            k.doorgezonden_naar,
            k.afzien_horen_grond_id,
            k.klachtsoort_id,
            k.niet_in_behandeling_grond_id,
            k.oordeel_id,
            z.ontvangen_defensie,
            z.datum_afgehandeld,
            z.datum_gesloten,
            (z.datum_registratie AT TIME ZONE 'Europe/Amsterdam')::date AS geregistreerd_op,
            k.status = ANY (ARRAY['ontvangen', 'wacht_op_aanvulling', 'beoordelen', 'informele_oplossing', 'in_behandeling', 'horen', 'advies_uitgebracht', 'oordeel']) AS is_open,
            COALESCE(p.nummer, 0::bigint) AS nummer,
            COALESCE(p.is_laatste, true) AS is_laatste,
            p.heropend_op,
            p.einde_op AS stap_op,
            p.eindstatus AS stap_naar
           FROM klachten_klacht k
             JOIN zaken_zaak z ON z.id = k.zaak_ptr_id
             LEFT JOIN periode p ON p.zaak_id = k.zaak_ptr_id
          WHERE z.soort = 'klacht' AND z.geannuleerd_op IS NULL
        )
 SELECT b.ontvangen_defensie,
    b.nummer > 0 AS is_heropening,
    COALESCE(b.heropend_op, b.ontvangen_defensie) AS begin_op,
    COALESCE(b.heropend_op, b.geregistreerd_op) AS begin_vastgelegd_op,
        CASE
            WHEN NOT b.is_laatste THEN b.stap_op
            WHEN NOT b.is_open THEN COALESCE(b.datum_afgehandeld, b.stap_op, b.datum_gesloten, b.geregistreerd_op)
            ELSE NULL::date
        END AS einde_op,
        CASE
            WHEN NOT b.is_laatste THEN b.stap_op
            WHEN NOT b.is_open THEN COALESCE(b.stap_op, b.geregistreerd_op)
            ELSE NULL::date
        END AS einde_vastgelegd_op,
        CASE
            WHEN NOT b.is_laatste THEN b.stap_naar
            WHEN NOT b.is_open THEN COALESCE(
            CASE
                WHEN b.status <> 'gesloten' THEN b.status
                ELSE NULL
            END, b.stap_naar, b.status)::text
            ELSE NULL::text
        END AS eindstatus,
    o.code AS oordeel,
    b.afsluitgrond,
    b.via_commissie,
    b.jegens_klager AND b.vorm = 'schriftelijk' AS bindt_awb,
    b.kennisgeving_op,
    b.verdaagd_op,
    b.verdaagd_weken,
    b.verdaagd_klager_op,
    b.verdaagd_aangeklaagde_op,
    b.instemming_uitstel_op,
    b.instemming_uitstel_tot,
        CASE
            WHEN b.nummer = 0 THEN b.ombudsman_oordeel_op
            ELSE NULL::date
        END AS ombudsman_oordeel_op
   FROM basis b
     LEFT JOIN codelijsten_code o ON o.id = b.oordeel_id;
GRANT SELECT ON app.cijfers_klachtperioden TO jid_cijfers;

-- View app.cijfers_meldingen
CREATE VIEW app.cijfers_meldingen AS
 SELECT z.ontvangen_defensie,
    z.datum_registratie,
    h.code AS hoofdcategorie,
    d.code AS defensieonderdeel,
    m.status,
    k.code AS meldkanaal,
    u.code AS uitkomst,
        CASE
            WHEN z.datum_afgehandeld IS NOT NULL OR (m.status <> ALL (ARRAY['ingetrokken', 'niet_in_behandeling'])) THEN z.datum_afgehandeld
            ELSE (SELECT (max(w.op) AT TIME ZONE 'Europe/Amsterdam')::date AS timezone
               FROM zaken_statuswijziging w
              WHERE w.zaak_id = z.id AND w.naar::text = m.status::text)
        END AS afgerond_op
   FROM meldingen_melding m
     JOIN zaken_zaak z ON z.id = m.zaak_ptr_id
     JOIN codelijsten_code h ON h.id = m.hoofdcategorie_id
     LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
     LEFT JOIN codelijsten_code k ON k.id = z.meldkanaal_id
     LEFT JOIN codelijsten_code u ON u.id = m.uitkomst_id
  WHERE z.soort = 'melding' AND z.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_meldingen TO jid_cijfers;

-- View app.cijfers_misstanden
CREATE VIEW app.cijfers_misstanden AS
 SELECT z.ontvangen_defensie,
    z.datum_registratie,
    z.datum_afgehandeld,
    m.status,
    m.uitkomst,
    s.code AS melder_status,
    d.code AS defensieonderdeel,
    m.maatschappelijk_belang_toets,
    m.inbreuk_unierecht,
    m.bevestigd_op,
    m.terugkoppeling_op
   FROM misstanden_misstand m
     JOIN zaken_zaak z ON z.id = m.zaak_ptr_id
     LEFT JOIN codelijsten_code s ON s.id = m.melder_status_id
     LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
  WHERE z.soort = 'misstand' AND z.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_misstanden TO jid_cijfers;

-- View app.cijfers_onderzoeken
CREATE VIEW app.cijfers_onderzoeken WITH (security_barrier=true) AS
 SELECT z.ontvangen_defensie,
    z.datum_registratie,
    z.datum_afgehandeld,
    o.status,
    s.code AS onderzoeksoort,
    o.uitvoerder,
    d.code AS defensieonderdeel,
    o.ingesteld_op,
    o.rapport_op,
    o.besluit_op,
        CASE
            WHEN o.status = 'gestaakt' OR o.status = 'gearchiveerd' AND o.rapport_op IS NULL AND o.ingesteld_op IS NOT NULL THEN z.datum_afgehandeld
            ELSE NULL::date
        END AS gestaakt_op
   FROM onderzoeken_onderzoek o
     JOIN zaken_zaak z ON z.id = o.zaak_ptr_id
     LEFT JOIN codelijsten_code s ON s.id = o.onderzoeksoort_id
     LEFT JOIN codelijsten_code d ON d.id = z.defensieonderdeel_id
  WHERE z.soort = 'onderzoek' AND z.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_onderzoeken TO jid_cijfers;

-- View app.cijfers_signalen
CREATE VIEW app.cijfers_signalen AS
 SELECT s.ontvangen_op,
    s.datum_registratie,
    s.soort,
    a.code AS aard,
    v.code AS verwezen_naar,
    d.code AS defensieonderdeel
   FROM zaken_signaal s
     LEFT JOIN codelijsten_code a ON a.id = s.aard_id
     LEFT JOIN codelijsten_code v ON v.id = s.verwezen_naar_id
     LEFT JOIN codelijsten_code d ON d.id = s.defensieonderdeel_id
  WHERE s.geannuleerd_op IS NULL AND s.zaak_id IS NULL;
GRANT SELECT ON app.cijfers_signalen TO jid_cijfers;

-- Table rapportages_gepubliceerdcijfer
ALTER TABLE rapportages_gepubliceerdcijfer ENABLE ROW LEVEL SECURITY;
CREATE POLICY beleid_leest ON rapportages_gepubliceerdcijfer FOR SELECT TO jid_web
  USING ((SELECT app.heeft_rol(VARIADIC ARRAY['beleid'])));
CREATE POLICY cijfers_leest ON rapportages_gepubliceerdcijfer FOR SELECT TO jid_cijfers
  USING (true);
CREATE POLICY invoer_leest ON rapportages_gepubliceerdcijfer FOR SELECT TO jid_worker
  USING (true);
CREATE POLICY invoer_voegt_toe ON rapportages_gepubliceerdcijfer FOR INSERT TO jid_worker
  WITH CHECK (true);
CREATE POLICY invoer_wijzigt ON rapportages_gepubliceerdcijfer FOR UPDATE TO jid_worker
  USING (true)
  WITH CHECK (true);
ALTER TABLE rapportages_gepubliceerdcijfer ADD CONSTRAINT gepubliceerd_jaar CHECK (jaar >= 1990 AND jaar <= 2100);
ALTER TABLE rapportages_gepubliceerdcijfer ADD CONSTRAINT gepubliceerd_register
  CHECK (register = ANY (ARRAY['meldingen', 'misstanden', 'klachten', 'casussen', 'onderzoeken', 'schendingen',
      'maatregelen', 'signalen']));
ALTER TABLE rapportages_gepubliceerdcijfer ADD CONSTRAINT gepubliceerd_uitsplitsing
  CHECK (uitsplitsing = ANY (ARRAY['hoofdcategorie', 'subcategorie', 'thema', 'rapportagegroep', 'totaal gedrukt',
      'stand']));
GRANT SELECT ON rapportages_gepubliceerdcijfer TO jid_web;
GRANT SELECT, INSERT, UPDATE ON rapportages_gepubliceerdcijfer TO jid_worker;
GRANT SELECT ON rapportages_gepubliceerdcijfer TO jid_cijfers;
