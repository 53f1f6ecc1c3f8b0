package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.guildhall.failure.Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an attempt is refused with; fails the test if it is not refused, or breaks instead. */
public final class Refusals {
    private Refusals() {}

    public static Failure of(ThrowingCallable attempt) {
        Throwable thrown = catchThrowable(attempt);
        assertThat(thrown).isInstanceOf(Failure.class);
        return (Failure) thrown;
    }
}
