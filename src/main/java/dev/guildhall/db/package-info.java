/** The database: bringing it up, running statements, and translating its errors. Knows no feature. */
@NullMarked
package dev.guildhall.db;

import org.jspecify.annotations.NullMarked;
