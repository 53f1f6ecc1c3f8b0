/** What the two parties of a completed order say of each other. */
@NullMarked
package dev.guildhall.review;

import org.jspecify.annotations.NullMarked;
