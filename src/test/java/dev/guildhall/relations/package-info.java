/** Which callers may name which ids in a request, and the results. */
@NullMarked
package dev.guildhall.relations;

import org.jspecify.annotations.NullMarked;
