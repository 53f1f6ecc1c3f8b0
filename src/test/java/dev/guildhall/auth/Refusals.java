package dev.guildhall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.guildhall.failure.Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Returns the failure of an attempt; the test fails if the attempt succeeds or throws a different exception. */
public final class Refusals {
    private Refusals() {}

    public static Failure of(ThrowingCallable attempt) {
        Throwable thrown = catchThrowable(attempt);
        assertThat(thrown).isInstanceOf(Failure.class);
        return (Failure) thrown;
    }
}
