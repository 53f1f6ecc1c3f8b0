/** Gigs, the offers of freelancers. {@link dev.guildhall.gig.GigSearchSql} explains the search. */
@NullMarked
package dev.guildhall.gig;

import org.jspecify.annotations.NullMarked;
