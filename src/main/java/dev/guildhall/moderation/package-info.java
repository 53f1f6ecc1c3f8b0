/**
 * The list of moderation events, for admins: who deactivated a user or took down a gig, and why. This package only
 * reads. The rows are written by {@code user}, {@code gig} and a trigger, each in the statement of the change itself.
 * Only {@code app} uses it. Begin with {@link dev.guildhall.moderation.ModerationRoutes}.
 */
@NullMarked
package dev.guildhall.moderation;

import org.jspecify.annotations.NullMarked;
