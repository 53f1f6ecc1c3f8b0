/**
 * The log of moderation: what admins did to users and gigs. The packages of users and gigs write it in the same statement as
 * the change.
 */
@NullMarked
package dev.guildhall.moderation;

import org.jspecify.annotations.NullMarked;
