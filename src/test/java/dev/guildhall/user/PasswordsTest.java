package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.failure.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AUTH-12")
class PasswordsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Password PASSWORD = Password.of(" Grüße, 密码 🔑 ");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Passwords passwords = new Passwords(VERTX, registry, 1, 2);

    @AfterAll
    static void closeVertx() throws TimeoutException {
        await(VERTX.close());
    }

    @Test
    void hashesByArgon2idAsOwaspRecommends() throws TimeoutException {
        assertThat(await(passwords.hash(PASSWORD)))
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void saltsEachHash() throws TimeoutException {
        assertThat(await(passwords.hash(PASSWORD))).isNotEqualTo(await(passwords.hash(PASSWORD)));
    }

    @Test
    void comparesPasswordsExactly() throws TimeoutException {
        Optional<String> hash = Optional.of(await(passwords.hash(PASSWORD)));
        assertThat(await(passwords.match(PASSWORD, hash))).isEqualTo(Passwords.Match.YES);
        assertThat(await(passwords.match(Password.of("Grüße, 密码 🔑"), hash))).isEqualTo(Passwords.Match.NO);
        assertThat(await(passwords.match(Password.of(" Grüsse, 密码 🔑 "), hash))).isEqualTo(Passwords.Match.NO);
    }

    @Test
    void verifiesWhatWasHashedWithOtherParameters() throws TimeoutException {
        // From the reference implementation: echo -n password | argon2 somesalt -t 2 -m 8 -p 1 -id
        Optional<String> hash =
                Optional.of("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        assertThat(await(passwords.match(Password.of("password"), hash))).isEqualTo(Passwords.Match.YES);
        assertThat(await(passwords.match(Password.of("Password"), hash))).isEqualTo(Passwords.Match.NO);
    }

    @Test
    void hashesForAnUnknownUserAndNeverMatches() throws TimeoutException {
        assertThat(await(passwords.match(PASSWORD, Optional.empty()))).isEqualTo(Passwords.Match.NO);
        assertThat(registry.get("password.hashes").timer().count())
                .as("hashes for an unknown user, which must take as long as those for a known one")
                .isEqualTo(1);
    }

    @Test
    void refusesAtOnceWhenTheQueueIsFull() throws TimeoutException {
        List<Future<String>> flood =
                Stream.generate(() -> passwords.hash(PASSWORD)).limit(10).toList();
        assertThat(flood.subList(3, 10)).allSatisfy(refused -> {
            assertThat(refused.isComplete()).isTrue();
            assertThat(refused.cause()).isInstanceOf(Failure.Unavailable.class);
        });
        for (Future<String> taken : flood.subList(0, 3)) {
            assertThat(await(taken)).startsWith("$argon2id$");
        }
        assertThat(await(passwords.hash(PASSWORD))).startsWith("$argon2id$");
    }

    @Test
    void showsNoHash() {
        Credentials credentials = new Credentials(UUID.randomUUID(), true, Optional.of("$argon2id$v=19$secret"));
        assertThat(credentials.toString()).doesNotContain("argon2id");
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
