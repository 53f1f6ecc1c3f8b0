/**
 * The fault test: three nodes behind HAProxy under load, while nodes are killed or paused and PostgreSQL is stopped or
 * killed. It sees the nodes from outside only, by HTTP, WebSocket and SQL. Begin with
 * {@link dev.guildhall.faults.FaultsIT}, which has the list of faults. {@link dev.guildhall.faults.OrderLoad},
 * {@link dev.guildhall.faults.ChatLoad} and {@link dev.guildhall.faults.RestChatLoad} produce the load,
 * {@link dev.guildhall.faults.Ledger} has what was acknowledged, and {@link dev.guildhall.faults.ConsistencyCheck}
 * compares that with the database and the API. {@code docs/contributing.md} explains how to read a failure.
 */
@NullMarked
package dev.guildhall.faults;

import org.jspecify.annotations.NullMarked;
