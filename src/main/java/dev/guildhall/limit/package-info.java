/** How much one user, one address or one node may do; the one place where such numbers stand. */
@NullMarked
package dev.guildhall.limit;

import org.jspecify.annotations.NullMarked;
