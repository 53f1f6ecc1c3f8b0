/**
 * Whether each id in a request is checked against the caller: the tests send the id of something that belongs to the
 * caller, to the other party, or to somebody else, and compare the answer with a table. Begin with
 * {@link dev.guildhall.relations.Relations}, the base class, and {@link dev.guildhall.relations.OrderRelationsIT}.
 * {@link dev.guildhall.relations.NamedIdsTest} fails if an id in the contract is in none of the tables.
 */
@NullMarked
package dev.guildhall.relations;

import org.jspecify.annotations.NullMarked;
