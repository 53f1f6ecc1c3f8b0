/**
 * What is an amount of money: positive, exact, with as many decimals as its currency has. It knows no feature; {@code http} reads
 * amounts with it, {@code gig} and {@code order} store and show them. Everything is in {@link dev.guildhall.money.Money}.
 */
@NullMarked
package dev.guildhall.money;

import org.jspecify.annotations.NullMarked;
