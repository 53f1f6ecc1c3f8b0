/**
 * The small market that {@code DEMO=true} creates for trying things out, by calling Guildhall's own API as a frontend
 * does. Only {@code app} uses it. Begin with {@link dev.guildhall.demo.Demo}; the people and gigs are in
 * {@code demo.json}, and {@link dev.guildhall.demo.DemoMarket} has the orders and messages.
 */
@NullMarked
package dev.guildhall.demo;

import org.jspecify.annotations.NullMarked;
