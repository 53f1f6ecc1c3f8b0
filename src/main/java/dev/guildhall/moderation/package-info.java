/** The record of what admins did about people and gigs, which those features write together with what they do. */
@NullMarked
package dev.guildhall.moderation;

import org.jspecify.annotations.NullMarked;
