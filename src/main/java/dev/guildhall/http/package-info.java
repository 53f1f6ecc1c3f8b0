/** The edge: who is asking, what they sent, and how they are answered. Knows no feature. */
@NullMarked
package dev.guildhall.http;

import org.jspecify.annotations.NullMarked;
