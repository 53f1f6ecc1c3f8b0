/** The database: bringing it up to date, running statements, and translating its errors. Knows no feature. */
@NullMarked
package dev.guildhall.db;

import org.jspecify.annotations.NullMarked;
