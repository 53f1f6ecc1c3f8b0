/** What happens, told to whoever listens on this node, and over the {@link dev.guildhall.bus.NodeBridge} on others. */
@NullMarked
package dev.guildhall.bus;

import org.jspecify.annotations.NullMarked;
