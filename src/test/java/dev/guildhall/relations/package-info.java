/** Who may name which id in a request, and what then comes of it. */
@NullMarked
package dev.guildhall.relations;

import org.jspecify.annotations.NullMarked;
