package dev.guildhall.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Jwt;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("USR-7")
class UserListIT {
    @RegisterExtension
    static final Market market = new Market();

    private static ApiClient admin;
    private static Person mira;

    @BeforeAll
    static void fill() {
        admin = market.api().as(market.anAdmin());
        mira = person("Mira Okafor", "mira.o@Example.com");
        person("Tomas O'Mira", "tomas@example.com");
        person("Åsa Lind-Holm", "100%_sure@example.com");
        Person gone = person("Gone  Away", "gone@example.org");
        admin.patch("/users/" + gone.id(), Map.of("is_active", false, "reason", "Spam."))
                .expect(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mira.o@example.com | Mira Okafor",
                "MIRA.O@ex          | Mira Okafor",
                "mira               | Mira Okafor",
                "okaf mira          | Mira Okafor",
                "mira okafors       | -",
                "kafor              | -",
                "o'mi               | Tomas O'Mira",
                "tomas@             | Tomas O'Mira",
                "ÅSA                | Åsa Lind-Holm",
                "lind-h             | Åsa Lind-Holm",
                "100%               | Åsa Lind-Holm",
                "1%                 | -",
                "_                  | -",
                "away gone          | Gone  Away",
                "'                  | -",
                "\\                 | -",
                "':* & mira         | -",
                "nobody             | -"
            })
    void findsByTheBeginningOfTheAddressAndOfWordsOfTheName(String words, String fullName) {
        assertThat(names("?q=" + URLEncoder.encode(words, UTF_8)))
                .isEqualTo(fullName.equals("-") ? List.of() : List.of(fullName));
    }

    @Test
    void findsByTheWholeId() {
        assertThat(names("?q=" + mira.id())).containsExactly("Mira Okafor");
        assertThat(names("?q=" + mira.id().toString().substring(0, 30))).isEmpty();
    }

    @Test
    void showsTheFieldsForAdmins() {
        Answer page = admin.get("/users?q=gone").expect(200);
        assertThat(page.items().get(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "email",
                        "email_verified",
                        "full_name",
                        "is_admin",
                        "is_active",
                        "deactivation_reason",
                        "created_at");
        assertThat(page.text("items.0.email")).isEqualTo("gone@example.org");
        assertThat(page.text("items.0.deactivation_reason")).isEqualTo("Spam.");
    }

    @Test
    void filtersByActiveAndDeactivatedUsers() {
        assertThat(names("?is_active=false")).containsExactly("Gone  Away");
        assertThat(names("?is_active=true")).contains("Mira Okafor").doesNotContain("Gone  Away");
        assertThat(names("?q=gone&is_active=true")).isEmpty();
        assertThat(names("?q=gone&is_active=false")).hasSize(1);
        admin.get("/users?is_active=maybe")
                .expectProblem(422, "validation_failed")
                .namingOnly("is_active not_allowed");
    }

    @Test
    void isPagedNewestFirst() {
        for (String filter : List.of("", "q=example")) {
            assertThat(paged(filter)).isEqualTo(names("?limit=100&" + filter));
        }
        assertThat(names("")).startsWith("Gone  Away", "Åsa Lind-Holm", "Tomas O'Mira", "Mira Okafor");
        person("Example One", "one@example.com");
        person("Example Two", "two@example.com");
        assertThat(paged("q=example")).containsExactly("Example Two", "Example One");
    }

    @Test
    void searchesOnConnectionsThatOtherReadsDoNotWaitFor() {
        // A node of its own, which counts nothing but these.
        try (Server node = market.anotherNode()) {
            ApiClient client = node.api().as(market.anAdmin());
            client.get("/users").expect(200);
            assertThat(searches(node)).as("searches after a list of everybody").isZero();
            client.get("/users?q=mira").expect(200);
            assertThat(searches(node)).as("searches after one for a name").isEqualTo(1);
        }
    }

    @Test
    void isForAdminsOnly() {
        market.api().get("/users").expectProblem(401, "auth_missing");
        market.api().as(mira).get("/users").expectProblem(403, "forbidden");
        market.api().as(mira).get("/users?q=mira").expectProblem(403, "forbidden");
    }

    private static double searches(Server node) {
        return node.metric("database_seconds_count{kind=\"search\"}");
    }

    private static List<String> paged(String filter) {
        List<String> names = new ArrayList<>();
        String cursor = "";
        while (true) {
            Answer page = admin.get("/users?limit=1&" + filter + cursor).expect(200);
            names.addAll(names(page));
            if (page.at("next_cursor") == null) {
                return names;
            }
            cursor = "&cursor=" + page.text("next_cursor");
        }
    }

    private static List<String> names(String query) {
        return names(admin.get("/users" + query).expect(200));
    }

    private static List<String> names(Answer page) {
        return page.items().stream()
                .map(item -> item.path("full_name").asText())
                .toList();
    }

    private static Person person(String fullName, String email) {
        UUID id = UUID.randomUUID();
        market.sql().update("insert into users (id, email, full_name) values (?, ?, ?)", id, email, fullName);
        return new Person(id, fullName, Jwt.of(id));
    }
}
