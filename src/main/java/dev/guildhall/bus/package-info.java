/** What happens, told to whoever listens on this node. */
@NullMarked
package dev.guildhall.bus;

import org.jspecify.annotations.NullMarked;
