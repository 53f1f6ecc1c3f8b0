/**
 * Reviews: what the two parties of a completed order say about each other. It uses {@code user} for the summary of the
 * reviewer and {@code order} for who may see an order; {@code realtime} uses {@link dev.guildhall.review.ReviewPosted}. Begin with
 * {@link dev.guildhall.review.ReviewRoutes} and {@link dev.guildhall.review.ReviewService}. That a party reviews an
 * order once, and only a completed one, is also checked by PostgreSQL.
 */
@NullMarked
package dev.guildhall.review;

import org.jspecify.annotations.NullMarked;
