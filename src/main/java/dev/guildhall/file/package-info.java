/**
 * Writes files that only their owner may read. It uses no other package; {@code app}, {@code demo} and {@code postgres}
 * use it. Begin with {@link dev.guildhall.file.PrivateFile}.
 */
@NullMarked
package dev.guildhall.file;

import org.jspecify.annotations.NullMarked;
