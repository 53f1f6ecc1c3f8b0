/**
 * Identifies the caller of a request: verifies tokens and session cookies, and checks the origin of requests from browsers.
 * It knows no route, no feature and no user account; the code that creates an {@link dev.guildhall.auth.Authentication}
 * passes in the lookup of the account. {@code http} and the features use its result, a {@link dev.guildhall.auth.Caller}.
 * Begin with {@link dev.guildhall.auth.Authentication}.
 */
@NullMarked
package dev.guildhall.auth;

import org.jspecify.annotations.NullMarked;
