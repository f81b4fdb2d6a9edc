#!/bin/sh
# Counters of the server tell when a row of which table was written, pg_stat_activity shows the statements of other requests, ending
# connections ends theirs, and large objects are kept outside every table: in the database jid only the superuser reaches them. The postgres image runs this once, after 10-rollen.sh. Again does no harm; an
# installation of before needs it once, as superuser (docs/installeren.md).
# The result equals what jid/databank/rollen.py makes for the embedded server; a test compares the two.
set -eu
if [ -z "${PGPASSWORD:-}" ] && [ -r "${POSTGRES_PASSWORD_FILE:-}" ]; then
    IFS= read -r PGPASSWORD < "$POSTGRES_PASSWORD_FILE" || true  # a file without a line end is read as well
    export PGPASSWORD
fi

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=jid <<'SQL'
DO $$ DECLARE v_functie regprocedure;
BEGIN
  FOR v_functie IN
    SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname ~ '^pg_stat_get_'
           OR proname IN ('pg_lock_status', 'pg_terminate_backend', 'pg_cancel_backend',
                          'lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lowrite'))
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v_functie);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION pg_stat_get_activity(integer) TO jid_eigenaar;  -- restoring counts who is connected
SQL
