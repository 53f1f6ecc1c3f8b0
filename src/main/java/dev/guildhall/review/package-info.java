/** Reviews that the two parties of a completed order write about each other. */
@NullMarked
package dev.guildhall.review;

import org.jspecify.annotations.NullMarked;
