/** What freelancers offer. {@link dev.guildhall.gig.GigSearchSql} tells how gigs are found among very many. */
@NullMarked
package dev.guildhall.gig;

import org.jspecify.annotations.NullMarked;
