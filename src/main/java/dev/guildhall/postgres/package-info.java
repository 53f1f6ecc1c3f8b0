/** The PostgreSQL that Guildhall brings along and starts by itself. Knows nothing of what is kept in it. */
@NullMarked
package dev.guildhall.postgres;

import org.jspecify.annotations.NullMarked;
