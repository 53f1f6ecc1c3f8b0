/** Who is calling: tokens, session cookies and the origins that may send them. Knows no route. */
@NullMarked
package dev.guildhall.auth;

import org.jspecify.annotations.NullMarked;
