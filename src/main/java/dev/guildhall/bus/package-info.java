/**
 * Events: what has happened, published to the listeners on this node and to other nodes. It knows no feature; each
 * feature that publishes an event declares its own {@link dev.guildhall.bus.Topic}. Begin with
 * {@link dev.guildhall.bus.Events}, by which everything is published and received.
 * {@link dev.guildhall.bus.NodeBridge} carries events between nodes by LISTEN and NOTIFY of PostgreSQL. An event may
 * be lost, so nothing that must not be missed may depend on one alone.
 */
@NullMarked
package dev.guildhall.bus;

import org.jspecify.annotations.NullMarked;
