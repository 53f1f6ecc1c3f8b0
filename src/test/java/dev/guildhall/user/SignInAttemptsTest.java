package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.guildhall.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AUTH-14")
class SignInAttemptsTest {
    private static final String EMAIL = "mira@example.com";

    private final SignInAttempts attempts = new SignInAttempts();

    @Test
    void refusesTheEleventhFailureAndSaysHowLongToWait() {
        failTenTimes();
        assertThatExceptionOfType(Failure.RateLimited.class)
                .isThrownBy(() -> attempts.begin(EMAIL))
                .satisfies(refused -> assertThat(refused.retryAfter())
                        .isGreaterThan(Duration.ofMinutes(14))
                        .isLessThanOrEqualTo(Duration.ofMinutes(15)));
    }

    @Test
    void knowsAnEmailInEverySpelling() {
        failTenTimes();
        assertThatExceptionOfType(Failure.RateLimited.class).isThrownBy(() -> attempts.begin("M\u0130RA@Example.COM"));
    }

    @Test
    void countsNoSuccess() {
        for (int i = 0; i < 3 * SignInAttempts.MOST_FAILURES; i++) {
            attempts.begin(EMAIL);
            attempts.giveBack(EMAIL);
        }
        failTenTimes();
    }

    @Test
    void givesBackNoMoreThanWasTaken() {
        attempts.begin(EMAIL);
        attempts.giveBack(EMAIL);
        attempts.giveBack(EMAIL);
        attempts.giveBack("stranger@example.com");
        failTenTimes();
        assertThatExceptionOfType(Failure.RateLimited.class).isThrownBy(() -> attempts.begin(EMAIL));
    }

    @Test
    void leavesOthersAlone() {
        failTenTimes();
        assertThatNoException().isThrownBy(() -> attempts.begin("another@example.com"));
    }

    @Test
    void beginsAnewOnceForgotten() {
        failTenTimes();
        attempts.forget("MIRA@example.com");
        failTenTimes();
    }

    private void failTenTimes() {
        for (int i = 0; i < SignInAttempts.MOST_FAILURES; i++) {
            attempts.begin(EMAIL);
        }
    }
}
