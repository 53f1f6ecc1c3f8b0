package dev.guildhall.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The privileges of the user of {@code DATABASE_URL} if a different user owns the tables. With only these privileges, a node can neither
 * disable a trigger nor change rows of append-only tables. Blocks (JDBC).
 */
final class Privileges {
    /** Tables whose rows are never changed or deleted; a trigger refuses that to their owner too. */
    static final Set<String> APPEND_ONLY = Set.of(
            "moderation_events", "order_events", "order_statements", "payment_instruction_versions", "refund_proofs");

    /** The same on every node, because two nodes that grant at the same time fail with "tuple concurrently updated". */
    private static final long LOCK = 7_316_094_512_338_021L;

    /**
     * The privileges that the user needs on each table of the schema that belongs to the owner of Flyway's table or to the connected
     * user. Parameters: append-only tables, schema.
     */
    private static final String WANTED = """
            with wanted as (
              select c.oid, c.relname, c.relacl,
                case
                  when c.relname = 'flyway_schema_history' then array['SELECT']
                  when c.relname = any(?) then array['INSERT', 'SELECT']
                  else array['DELETE', 'INSERT', 'SELECT', 'UPDATE']
                end as privileges
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_class history on history.relnamespace = n.oid and history.relname = 'flyway_schema_history'
              where n.nspname = ? and c.relkind in ('r', 'p')
                and pg_get_userbyid(c.relowner) in (pg_get_userbyid(history.relowner), current_user))
            """;

    private static final String GRANTS = WANTED + """
            , app as (select oid, rolname from pg_roles where rolname = ?),
            found as (
              select w.oid, array(
                select distinct acl.privilege_type from aclexplode(w.relacl) acl
                where acl.grantee = app.oid order by 1) as privileges
              from wanted w, app)
            select format('grant usage on schema %I to %I', n.nspname, app.rolname) as statement
            from pg_namespace n, app where n.nspname = ? and not has_schema_privilege(app.oid, n.oid, 'USAGE')
            union all
            select format('revoke all on table %1$s from %2$I; grant %3$s on table %1$s to %2$I',
              w.oid::regclass, app.rolname, array_to_string(w.privileges, ', '))
            from wanted w join found f on f.oid = w.oid, app where f.privileges <> w.privileges
            union all
            select format('grant execute on routine %s to %I', p.oid::regprocedure, app.rolname)
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace, app
            where n.nspname = ? and pg_get_userbyid(p.proowner) = current_user
              and not has_function_privilege(app.oid, p.oid, 'EXECUTE')
            """;

    private static final String MISSING = WANTED + """
            select 'USAGE on schema ' || nspname as what from pg_namespace
            where nspname = ? and not has_schema_privilege(oid, 'USAGE')
            union all
            select privilege || ' on ' || relname from wanted, unnest(privileges) privilege
            where not has_table_privilege(oid, privilege)
            """;

    /** What the user could use to bypass the privileges. The owner of a schema may drop tables of other owners in it. */
    private static final String EXCESS = WANTED + """
            select what from (
              select 1 as place, 'is a superuser' as what from pg_roles where rolname = current_user and rolsuper
              union all
              select 2, 'owns the database ' || datname from pg_database
              where datname = current_database() and pg_has_role(datdba, 'MEMBER')
              union all
              select 3, 'owns the schema ' || nspname from pg_namespace where nspname = ? and pg_has_role(nspowner, 'MEMBER')
              union all
              select 4, 'owns the table ' || w.relname from wanted w join pg_class c on c.oid = w.oid
              where pg_has_role(c.relowner, 'MEMBER')
              union all
              select 5, 'owns the function ' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
              where n.nspname = ? and pg_has_role(p.proowner, 'MEMBER')
              union all
              select 6, 'may ' || privilege || ' on ' || relname
              from wanted, unnest(array['DELETE', 'INSERT', 'REFERENCES', 'TRIGGER', 'TRUNCATE', 'UPDATE']) privilege
              where privilege <> all (privileges) and has_table_privilege(oid, privilege)) much
            order by place, what
            """;

    /** A session that may create tables could hide the tables that triggers read behind its own. */
    private static final String MAY_CREATE = """
            select 'CREATE on schema ' || nspname as what from pg_namespace
            where nspname = ? and has_schema_privilege(oid, 'CREATE')
            union all
            select privilege || ' on database ' || current_database() from unnest(array['CREATE', 'TEMPORARY']) privilege
            where has_database_privilege(current_database(), privilege)
            """;

    private Privileges() {}

    /** Grants a user the privileges that it needs, and revokes all others. @param owner a connection of the owner of the tables */
    static void grant(Connection owner, String schema, String user) throws SQLException {
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            for (String grant : readColumn(owner, GRANTS, appendOnly(owner), schema, user, schema, schema)) {
                statement.execute(grant);
            }
            owner.commit();
        } finally {
            owner.rollback();
            owner.setAutoCommit(true);
        }
    }

    /** The privileges that the connected user needs and does not have, such as "INSERT on orders". */
    static List<String> missing(Connection user, String schema) throws SQLException {
        return readColumn(user, MISSING, appendOnly(user), schema, schema);
    }

    /** How the connected user could bypass its privileges, such as "owns the table orders"; the most serious first. */
    static List<String> excess(Connection user, String schema) throws SQLException {
        return readColumn(user, EXCESS, appendOnly(user), schema, schema, schema);
    }

    /** The privileges with which the connected user may create tables, such as "TEMPORARY on database guildhall". */
    static List<String> mayCreate(Connection user, String schema) throws SQLException {
        return readColumn(user, MAY_CREATE, schema);
    }

    private static Object appendOnly(Connection connection) throws SQLException {
        return connection.createArrayOf("text", APPEND_ONLY.toArray());
    }

    private static List<String> readColumn(Connection connection, String query, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }
}
