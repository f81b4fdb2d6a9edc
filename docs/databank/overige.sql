-- Tables of Django and its packages
-- Made by scripts/databank.py from the database; change it with a migration, then: .venv/bin/python scripts/databank.py

-- Table auth_group
ALTER TABLE auth_group ENABLE ROW LEVEL SECURITY;

-- Table auth_group_permissions
ALTER TABLE auth_group_permissions ENABLE ROW LEVEL SECURITY;

-- Table auth_permission
ALTER TABLE auth_permission DISABLE ROW LEVEL SECURITY;
GRANT SELECT ON auth_permission TO jid_web;
GRANT SELECT ON auth_permission TO jid_worker;

-- Table django_content_type
ALTER TABLE django_content_type DISABLE ROW LEVEL SECURITY;
GRANT SELECT ON django_content_type TO jid_web;
GRANT SELECT ON django_content_type TO jid_worker;

-- Table django_migrations
ALTER TABLE django_migrations DISABLE ROW LEVEL SECURITY;
GRANT SELECT ON django_migrations TO jid_web;
GRANT SELECT ON django_migrations TO jid_worker;

-- Table django_session
ALTER TABLE django_session ENABLE ROW LEVEL SECURITY;

-- Table guardian_groupobjectpermission
ALTER TABLE guardian_groupobjectpermission ENABLE ROW LEVEL SECURITY;

-- Table guardian_userobjectpermission
ALTER TABLE guardian_userobjectpermission ENABLE ROW LEVEL SECURITY;

-- Table jid_cache
ALTER TABLE jid_cache DISABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON jid_cache TO jid_web;
