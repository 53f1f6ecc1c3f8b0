/** A market under load, seen from outside alone, while its nodes and its database fail. */
@NullMarked
package dev.guildhall.faults;

import org.jspecify.annotations.NullMarked;
