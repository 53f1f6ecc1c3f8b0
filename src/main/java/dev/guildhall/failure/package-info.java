/**
 * Every reason to refuse a request. Services throw or return a {@link dev.guildhall.failure.Failure};
 * {@code http.Problem} turns it into a status code and {@code application/problem+json}. Every package may use it, and
 * it uses no other package. Begin with {@link dev.guildhall.failure.Failure}; {@link dev.guildhall.failure.FieldError}
 * says what is wrong with one field.
 */
@NullMarked
package dev.guildhall.failure;

import org.jspecify.annotations.NullMarked;
