/** Plants the bugs of {@code src/test/planted} one after another, and says which of them the tests notice. */
@NullMarked
package dev.guildhall.planted;

import org.jspecify.annotations.NullMarked;
