/**
 * What tests are written with; every test package may use it. Begin with {@link dev.guildhall.support.Market}, a
 * running Guildhall with a database of its own and methods that create users, gigs and orders.
 * {@link dev.guildhall.support.ApiClient} calls the API as a frontend does, {@link dev.guildhall.support.TestSockets}
 * opens WebSockets, and {@link dev.guildhall.support.Sql} reads and changes the database directly.
 * {@link dev.guildhall.support.TestDatabase} is a database alone.
 */
@NullMarked
package dev.guildhall.support;

import org.jspecify.annotations.NullMarked;
