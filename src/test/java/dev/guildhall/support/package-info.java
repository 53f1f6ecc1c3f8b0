/**
 * What tests are written with: {@link dev.guildhall.support.Market} is a running Guildhall on a database of its own and the words
 * to fill it; {@link dev.guildhall.support.ApiClient} calls it as a frontend would, {@link dev.guildhall.support.Sql} goes behind
 * its back.
 */
@NullMarked
package dev.guildhall.support;

import org.jspecify.annotations.NullMarked;
