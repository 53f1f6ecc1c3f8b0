/** What can be refused, in words: the one vocabulary that services speak and that becomes problem+json at the edge. */
@NullMarked
package dev.guildhall.failure;

import org.jspecify.annotations.NullMarked;
