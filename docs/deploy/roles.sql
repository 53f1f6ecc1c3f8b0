-- Makes two roles for Guildhall: one that owns its tables and runs migrations, and one that serves requests and may neither change
-- tables nor switch off triggers. An installation whose tables belong to the role that serves is taken over. Run it as a superuser, or
-- as the owner of the database if that may create roles; as often as you like: it sets the passwords anew.
--
--   GUILDHALL_OWNER_PASSWORD=… GUILDHALL_APP_PASSWORD=… psql --dbname=guildhall --file=roles.sql
--
-- and then start Guildhall with
--
--   MIGRATIONS_DATABASE_URL=postgresql://guildhall_owner:…@host/guildhall
--   DATABASE_URL=postgresql://guildhall_app:…@host/guildhall
--
-- Variables, set by --set: owner (guildhall_owner), app (guildhall_app; name the role of your DATABASE_URL to go on with it), schema
-- (public; your DATABASE_SCHEMA), owner_password and app_password (else from the environment, which needs psql 15).

\set ON_ERROR_STOP on

\if :{?owner}
\else
  \set owner guildhall_owner
\endif
\if :{?app}
\else
  \set app guildhall_app
\endif
\if :{?schema}
\else
  \set schema public
\endif
\if :{?owner_password}
\else
  \getenv owner_password GUILDHALL_OWNER_PASSWORD
\endif
\if :{?app_password}
\else
  \getenv app_password GUILDHALL_APP_PASSWORD
\endif

begin;
-- Requests wait behind each lock that this waits for.
set local lock_timeout = '5s';

select format('create role %I', name) from unnest(array[:'owner', :'app']) name
where not exists (select from pg_roles where rolname = name)
\gexec
alter role :"owner" login password :'owner_password';
alter role :"app" login password :'app_password';

-- A superuser can do everything as it is.
select format('grant %I to current_user', :'owner') where not pg_has_role(:'owner', 'USAGE')
\gexec

select format('create schema %I authorization %I', :'schema', :'owner') where not exists (select from pg_namespace where nspname = :'schema')
\gexec

-- Only who may create in the database could do it later.
create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

-- Who owns Guildhall's tables so far; other programs may have tables in the same schema, and keep them.
select coalesce(
  (select pg_get_userbyid(relowner) from pg_class
   where relname = 'flyway_schema_history' and relnamespace = quote_ident(:'schema')::regnamespace),
  :'owner') as before
\gset

-- Whoever owns a database or a schema may drop what others have in it.
select format('alter database %I owner to %I', datname, :'owner') from pg_database
where datname = current_database() and pg_get_userbyid(datdba) in (:'before', :'app')
  and pg_get_userbyid(datdba) <> :'owner'
\gexec
select format('alter schema %I owner to %I', nspname, :'owner') from pg_namespace
where nspname = :'schema' and pg_get_userbyid(nspowner) in (:'before', :'app')
  and pg_get_userbyid(nspowner) <> :'owner'
\gexec
select format('alter table %s owner to %I', oid::regclass, :'owner') from pg_class
where relnamespace = quote_ident(:'schema')::regnamespace and relkind in ('r', 'p') and pg_get_userbyid(relowner) in (:'before', :'app')
  and pg_get_userbyid(relowner) <> :'owner'
\gexec
select format('alter routine %s owner to %I', p.oid::regprocedure, :'owner') from pg_proc p
where pronamespace = quote_ident(:'schema')::regnamespace and pg_get_userbyid(proowner) in (:'before', :'app')
  and pg_get_userbyid(proowner) <> :'owner'
  and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
\gexec

select format('grant connect on database %I to %I, %I', current_database(), :'owner', :'app')
union all
-- With tables of its own a session could put others in the place of those that triggers read.
select format('revoke create, temporary on database %I from public, %I', current_database(), :'app')
union all
select format('revoke create on schema %I from public, %I', :'schema', :'app')
union all
select format('grant usage, create on schema %I to %I', :'schema', :'owner')
union all
select format('grant usage on schema %I to %I', :'schema', :'app')
\gexec
select format('revoke %I from %I', r.rolname, :'app') from pg_auth_members m join pg_roles r on r.oid = m.roleid
where pg_get_userbyid(m.member) = :'app' and r.rolname in (:'owner', :'before')
\gexec

-- So that nodes which are running go on; Guildhall itself grants what is missing at each start.
select format('grant %s on table %s to %I',
  case when exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid::regproc::text like '%refuse_change'
      -- Before an update; some tables refuse only to be truncated.
      and t.tgtype & 16 = 16)
    then 'select, insert' else 'select, insert, update, delete' end,
  c.oid::regclass, :'app')
from pg_class c
where relnamespace = quote_ident(:'schema')::regnamespace and relkind in ('r', 'p') and pg_get_userbyid(relowner) = :'owner'
  and relname <> 'flyway_schema_history'
\gexec
select format('grant select on table %s to %I', oid::regclass, :'app') from pg_class
where relnamespace = quote_ident(:'schema')::regnamespace and relname = 'flyway_schema_history'
\gexec
commit;
