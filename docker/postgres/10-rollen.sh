#!/bin/sh
# The four database roles and the database jid, from the same secrets that the application signs in with.
# The postgres image runs this once, on a new data directory. By hand on a server of your own, as its superuser:
#   JID_GEHEIMEN=/map/met/geheimen docker/postgres/10-rollen.sh
# The result equals what jid/databank/rollen.py makes for the embedded server; a test compares the two.
set -eu
map=${JID_GEHEIMEN:-/run/secrets}

wachtwoord() {
    bestand=$map/database_url_$1
    if [ ! -s "$bestand" ]; then
        echo "Het geheim $bestand ontbreekt of is leeg. Maak het met docker/maak-geheimen." >&2
        return 1
    fi
    gevonden=$(sed -n "s#^postgresql://jid_$1:\([A-Za-z0-9_-]\{32,\}\)@.*#\1#p" "$bestand")
    if [ -z "$gevonden" ]; then
        echo "In $bestand staat geen adres van jid_$1 met een wachtwoord van minstens 32 letters en cijfers." >&2
        return 1
    fi
    printf %s "$gevonden"
}

# In the environment, not on a command line: other users of the machine can read those.
EIGENAAR=$(wachtwoord eigenaar)
WEB=$(wachtwoord web)
WORKER=$(wachtwoord worker)
CIJFERS=$(wachtwoord cijfers)
export EIGENAAR WEB WORKER CIJFERS

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
SET log_min_error_statement = panic;  -- a failing statement below holds a password
SET password_encryption = 'scram-sha-256';
\getenv eigenaar EIGENAAR
\getenv web WEB
\getenv worker WORKER
\getenv cijfers CIJFERS

-- The owner migrates and never serves a request; the web role inherits nothing.
CREATE ROLE jid_eigenaar LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'eigenaar';
CREATE ROLE jid_web LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'web';
CREATE ROLE jid_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'worker';
CREATE ROLE jid_cijfers LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'cijfers';

REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
CREATE DATABASE jid OWNER jid_eigenaar TEMPLATE template1;
REVOKE ALL ON DATABASE jid FROM PUBLIC;
GRANT CONNECT ON DATABASE jid TO jid_eigenaar, jid_web, jid_worker, jid_cijfers;
GRANT TEMPORARY ON DATABASE jid TO jid_worker;

\connect jid
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO jid_eigenaar;
GRANT USAGE ON SCHEMA public TO jid_eigenaar, jid_web, jid_worker, jid_cijfers;
CREATE EXTENSION btree_gin SCHEMA public;
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE EXTENSION unaccent SCHEMA public;
SQL
