/**
 * The embedded PostgreSQL, which is used if no {@code DATABASE_URL} is set: unpacking, starting, restarting and
 * stopping it. It does not know the tables, and uses only the package {@code file}; {@code db} uses it. Begin with
 * {@link dev.guildhall.postgres.EmbeddedPostgres}, its only public class.
 * {@code docs/decisions/0002-embedded-postgresql.md} says what it promises.
 */
@NullMarked
package dev.guildhall.postgres;

import org.jspecify.annotations.NullMarked;
