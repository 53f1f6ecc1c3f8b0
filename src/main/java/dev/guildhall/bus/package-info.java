/** Events, delivered to the listeners of this node, and by the {@link dev.guildhall.bus.NodeBridge} to those of other nodes. */
@NullMarked
package dev.guildhall.bus;

import org.jspecify.annotations.NullMarked;
