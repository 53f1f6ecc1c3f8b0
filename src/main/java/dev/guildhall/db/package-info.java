/**
 * Access to PostgreSQL: migrations, connection pools, execution of statements, and translation of SQL errors. It knows no
 * feature and no table of one, except that {@link dev.guildhall.db.Privileges} lists the append-only tables. Every
 * package that reads or writes data uses it. Begin with
 * {@link dev.guildhall.db.Database} for its three kinds of work (read, search, write), then
 * {@link dev.guildhall.db.UnitOfWork}; {@link dev.guildhall.db.PersistenceVerticle} opens and closes everything.
 */
@NullMarked
package dev.guildhall.db;

import org.jspecify.annotations.NullMarked;
