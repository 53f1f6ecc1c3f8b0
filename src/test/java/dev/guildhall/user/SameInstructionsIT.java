package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("USR-9")
class SameInstructionsIT {
    @RegisterExtension
    static final Market market = new Market();

    private final String iban = "DE" + Math.abs(UUID.randomUUID().getMostSignificantBits());
    private final Person frida = paidAt("Frida", "IBAN " + iban);

    @Test
    void nameTheOtherAccountsToAdmins() {
        Person other = paidAt("Fritz", "IBAN " + iban);
        paidAt("Franz", "IBAN " + iban + "0");
        market.aUser("Fay, without instructions");
        Answer found = sameAs(market.anAdmin(), frida.id(), "").expect(200);
        assertThat(found.items()).hasSize(1);
        assertThat(found.items().get(0).path("id").asText())
                .isEqualTo(other.id().toString());
        assertThat(found.items().get(0).path("full_name").asText()).isEqualTo("Fritz");
        assertThat(found.items().get(0)).as("only id and name").hasSize(2);
        assertThat(sameAs(market.anAdmin(), other.id(), "").items()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iban ", "IBAN", "  I B A N\n\t", "IBAN-", "Iban \u00a0"})
    void areTheSameWhateverTheSpacesTheHyphensAndTheCapitals(String prefix) {
        String spaced = iban.toLowerCase(Locale.ROOT).replaceAll("(.{4})", "$1 ");
        Person other = paidAt("Fritz", prefix + spaced);
        assertThat(sameAs(market.anAdmin(), frida.id(), "").items())
                .extracting(user -> user.path("id").asText())
                .as("users who are paid at %s%s too", prefix, spaced)
                .containsExactly(other.id().toString());
    }

    @Test
    void nameDeactivatedAccountsToo() {
        Person other = paidAt("Fritz", "IBAN " + iban);
        Person admin = market.anAdmin();
        market.api()
                .as(admin)
                .patch("/users/" + other.id(), Map.of("is_active", false, "reason", "Fraud."))
                .expect(200);
        assertThat(sameAs(admin, frida.id(), "").items()).hasSize(1);
        assertThat(sameAs(admin, other.id(), "").items()).hasSize(1);
    }

    @Test
    void areNobodysIfTheUserHasNone() {
        Person without = market.aUser("Fay");
        market.aUser("Finn");
        assertThat(sameAs(market.anAdmin(), without.id(), "").expect(200).items())
                .isEmpty();
        paidAt("Fritz", "IBAN " + iban);
        set(frida, null);
        assertThat(sameAs(market.anAdmin(), frida.id(), "").items()).isEmpty();
    }

    @Test
    void areListedNewestFirstInPages() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(0, paidAt("Fritz " + i, "IBAN " + iban).id().toString());
        }
        Person admin = market.anAdmin();
        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            Answer page = sameAs(admin, frida.id(), "?limit=2" + (cursor == null ? "" : "&cursor=" + cursor))
                    .expect(200);
            page.items().forEach(user -> listed.add(user.path("id").asText()));
            cursor = page.at("next_cursor");
        } while (cursor != null);
        assertThat(listed).isEqualTo(all);
    }

    @Test
    void areForAdminsOnly() {
        sameAs(frida, frida.id(), "").expectProblem(403, "forbidden");
        sameAs(market.aUser("Vera"), frida.id(), "").expectProblem(403, "forbidden");
        sameAs(market.aUser("Vera"), UUID.randomUUID(), "").expectProblem(403, "forbidden");
        market.api().get(path(frida.id())).expectProblem(401, "auth_missing");
        sameAs(market.anAdmin(), UUID.randomUUID(), "").expectProblem(404, "not_found");
    }

    private static Person paidAt(String name, String instructions) {
        Person person = market.aUser(name);
        set(person, instructions);
        return person;
    }

    private static void set(Person person, @Nullable String instructions) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("payment_instructions", instructions);
        market.api().as(person).patch("/me", body).expect(200);
    }

    private static Answer sameAs(Person reader, UUID user, String query) {
        return market.api().as(reader).get(path(user) + query);
    }

    private static String path(UUID user) {
        return "/users/" + user + "/same-payment-instructions";
    }
}
