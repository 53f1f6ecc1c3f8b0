package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Market;
import dev.guildhall.support.Server;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long failed sign-ins count, and for how long an address is known as one from which the user signs in. */
@Tag("LIM-4")
class SignInTimesIT {
    @RegisterExtension
    static final Market market = new Market();

    private static final String PASSWORD = "correct horse";

    private final String email = UUID.randomUUID() + "@example.org";

    @BeforeEach
    void create() {
        market.sql().update("delete from sign_in_failures");
        market.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .post("/internal/users", Map.of("email", email, "full_name", "Mira", "password", PASSWORD))
                .expect(201);
    }

    @ParameterizedTest
    @CsvSource({
        "10, of the email from the address, 14 minutes 50 seconds, 429",
        "10, of the email from the address, 15 minutes 1 second, 200",
        "9, of the email from the address, 1 minute, 200",
        "100, of others from the address, 14 minutes 50 seconds, 429",
        "100, of others from the address, 15 minutes 1 second, 200",
        "99, of others from the address, 1 minute, 200",
        "100, of the email from elsewhere, 14 minutes 50 seconds, 429",
        "100, of the email from elsewhere, 15 minutes 1 second, 200",
        "99, of the email from elsewhere, 1 minute, 200",
    })
    void failuresCountForAQuarterOfAnHour(int failures, String of, String age, int status) {
        String hash = of.contains("others") ? "convert_to(n::text, 'UTF8')" : hash();
        String address = of.contains("elsewhere") ? "('100.64.' || n / 250 || '.' || n % 250)::cidr" : "'192.0.2.1'";
        market.sql()
                .update(
                        "insert into sign_in_failures (id, email_hash, address, failed_at) select gen_random_uuid(), "
                                + hash + ", " + address + ", now() - ?::interval from generate_series(1, ?) n",
                        age,
                        failures);
        assertThat(verify())
                .as("sign-in after %s failures %s, %s ago", failures, of, age)
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"89 days 23 hours, 200", "90 days 1 second, 429"})
    void anAddressIsKnownForNinetyDays(String age, int status) {
        market.sql().update("""
                        insert into sign_in_addresses (user_id, address, last_sign_in_at)
                        select id, '192.0.2.1', now() - ?::interval from users where email = ?
                        """, age, email);
        market.sql()
                .update("insert into sign_in_failures (id, email_hash, address) select gen_random_uuid(), " + hash()
                        + ", ('100.64.' || n / 250 || '.' || n % 250)::cidr from generate_series(1, 100) n");
        assertThat(verify())
                .as("sign-in under attack, from an address that its owner last signed in from %s ago", age)
                .isEqualTo(status);
    }

    @Test
    void anAddressIsKnownOnlyForTheUserWhoSignsInFromIt() {
        market.sql()
                .update(
                        "insert into sign_in_addresses (user_id, address) values (?, '192.0.2.1')",
                        market.aUser("Otto").id());
        market.sql()
                .update("insert into sign_in_failures (id, email_hash, address) select gen_random_uuid(), " + hash()
                        + ", ('100.64.' || n / 250 || '.' || n % 250)::cidr from generate_series(1, 100) n");
        assertThat(verify())
                .as("sign-in under attack, from an address that somebody else signs in from")
                .isEqualTo(429);
    }

    private int verify() {
        return market.api()
                .with("Authorization", "Bearer " + Server.SERVICE_TOKEN)
                .post(
                        "/internal/credentials/verify",
                        Map.of("email", email, "password", PASSWORD, "client_ip", "192.0.2.1"))
                .status();
    }

    /** SQL for the hash under which failures of this email are stored. */
    private String hash() {
        return "sha256(convert_to('" + email + "', 'UTF8'))";
    }
}
