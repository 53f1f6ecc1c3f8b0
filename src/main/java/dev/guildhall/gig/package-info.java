/**
 * Gigs, the services that freelancers offer: creating, changing, deleting, taking down and searching them. It uses
 * {@code user} for the summary of the freelancer; only {@code app} uses it. Begin with
 * {@link dev.guildhall.gig.GigRoutes} and {@link dev.guildhall.gig.GigService}. {@link dev.guildhall.gig.GigSearchSql}
 * explains how a search stays fast among very many gigs.
 */
@NullMarked
package dev.guildhall.gig;

import org.jspecify.annotations.NullMarked;
