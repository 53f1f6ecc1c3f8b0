package dev.guildhall.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Server;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@Tag("AUTH-20")
class EmailKeysIT {
    private static final String PASSWORD = "correct horse";

    @RegisterExtension
    static final Market market = new Market();

    private final String domain = "d" + UUID.randomUUID() + ".example";
    private final String lookalike = "g\u0130thub." + domain;

    @Test
    void givesNobodyTheAccountOfAnotherDomain() {
        String owner = signUp("mira@github." + domain).expect(201).text("id");
        String stranger = signUp("mira@" + lookalike).expect(201).text("id");
        assertThat(stranger).as("the account of another domain").isNotEqualTo(owner);
        assertThat(find("mira@GITHUB." + domain).text("id")).isEqualTo(owner);
        assertThat(find("mira@" + lookalike).text("id")).isEqualTo(stranger);
    }

    @Test
    void findsAnAccountByEverySpellingOfItsAddress() {
        String id = signUp("Jose\u0301@M\u00dcnchen." + domain).expect(201).text("id");
        for (String spelling : List.of(
                "jos\u00e9@xn--mnchen-3ya." + domain,
                "JOSe\u0301@mu\u0308nchen." + domain + ".",
                "jos\u00e9@m\u00fcnchen\u3002" + domain)) {
            assertThat(find(spelling).text("id")).as(spelling).isEqualTo(id);
            service()
                    .post("/internal/users", Map.of("email", spelling, "full_name", "Somebody else"))
                    .expectProblem(409, "email_taken");
            verify(spelling).expect(200);
        }
        service()
                .get("/internal/users?email=jos%C3%89@xn--mnchen-3ya." + domain)
                .expectProblem(404, "not_found");
    }

    @Test
    void refusesAnAddressThatNfcTurnsIntoAnother() {
        signUp("\u212aelvin@" + domain).expectProblem(422, "validation_failed").namingOnly("#/email invalid_format");
        signUp("mira@a_b." + domain).expectProblem(422, "validation_failed").namingOnly("#/email invalid_format");
    }

    @Test
    @Tag("AUTH-16")
    void makesNobodyAnAdminWhoseAddressOnlyLooksLikeTheirs() {
        String boss = "boss@kitchen." + domain;
        try (Server node =
                Server.on(market.database().address(), Map.of("ADMIN_EMAILS", "BOSS@Kitchen." + domain + "."))) {
            assertThat(isAdmin(node, "boss@k\u0130tchen." + domain)).isFalse();
            assertThat(isAdmin(node, boss)).isTrue();
        }
    }

    @Test
    void keysTheAccountsFromBeforeAtTheStart() {
        UUID mira = fromBefore("Mira@" + domain);
        UUID jose = fromBefore("jose\u0301@" + domain);
        startAgain();
        assertThat(key(mira)).isEqualTo("mira@" + domain);
        assertThat(key(jose)).isEqualTo("jos\u00e9@" + domain);
        assertThat(find("MIRA@" + domain).text("id")).isEqualTo(mira.toString());
    }

    @Test
    void listsAccountsWithTheSameAddressUntilOneOfThemIsChanged() {
        UUID one = fromBefore("jose\u0301@" + domain);
        UUID other = fromBefore("jos\u00e9@" + domain);
        UUID impossible = fromBefore("mira@a_b." + domain);
        startAgain();
        assertThat(Arrays.asList(key(one), key(other)))
                .as("the key of an address that two accounts have")
                .containsOnlyNulls();
        assertThat(conflicts()).contains(one.toString(), other.toString(), impossible.toString());
        service().get("/internal/users?email=jos%C3%A9@" + domain).expectProblem(404, "not_found");
        signUp("jos\u00e9@" + domain).expectProblem(409, "email_taken");
        verify("jos\u00e9@" + domain).expectProblem(401, "credentials_invalid");

        UUID third = fromBefore("third@" + domain);
        startAgain();
        change(third, "JOS\u00e9@" + domain).expectProblem(409, "email_taken");

        change(other, "other@" + domain).expect(200);
        change(one, "jos\u00e9@" + domain).expect(200);
        change(impossible, "mira@ab." + domain).expect(200);
        assertThat(conflicts()).doesNotContain(one.toString(), other.toString(), impossible.toString());
        assertThat(find("jos\u00e9@" + domain).text("id")).isEqualTo(one.toString());
    }

    @Test
    void countsTheAccountsWithoutAKeyInTheLogOfTheStart() {
        fromBefore("mira@a_b." + domain);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(EmailKeys.class);
        logger.addAppender(log);
        startAgain();
        logger.detachAppender(log);
        long accounts = market.sql().count("select from users where email_key is null");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line).startsWith(accounts + " accounts cannot be found by their email"));
    }

    @Test
    void settlesAConflictAtTheStartOnceTheOtherAccountHasAnotherAddress() {
        UUID one = fromBefore("a\u0300@" + domain);
        UUID other = fromBefore("\u00e0@" + domain);
        startAgain();
        change(other, "other@" + domain).expect(200);
        startAgain();
        assertThat(key(one)).isEqualTo("\u00e0@" + domain);
    }

    @Test
    void pagesTheListOfConflicts() {
        for (int i = 0; i < 3; i++) {
            fromBefore(i + "@a_b." + domain);
        }
        Answer first =
                service().get("/internal/users?email_conflict=true&limit=2").expect(200);
        assertThat(first.items()).hasSize(2);
        Answer next = service()
                .get("/internal/users?email_conflict=true&limit=2&cursor=" + first.text("next_cursor"))
                .expect(200);
        assertThat(next.items()).isNotEmpty().doesNotContainAnyElementsOf(first.items());
        service().get("/internal/users?email_conflict=no").expectProblem(422, "validation_failed");
        service()
                .get("/internal/users?email_conflict=true&email=a@b")
                .expectProblem(422, "validation_failed")
                .namingOnly("email not_allowed");
    }

    /** lower() of PostgreSQL knows ASCII only there. */
    @Test
    void isTheSameInADatabaseWithAnotherLocale() {
        DatabaseAddress here = market.database().address();
        String database = "c_locale_" + UUID.randomUUID().toString().replace('-', '_');
        market.sql()
                .update("create database " + database
                        + " template template0 encoding 'UTF8' locale_provider libc lc_collate 'C' lc_ctype 'C'");
        DatabaseAddress there =
                new DatabaseAddress(here.host(), here.port(), database, here.user(), here.password(), here.sslMode());
        try (Server node = Server.on(there, Map.of())) {
            for (String email : List.of("jos\u00e9@m\u00fcnchen.example", "JOS\u00c9@m\u00fcnchen.example")) {
                node.internal()
                        .post("/internal/users", Map.of("email", email, "full_name", "Jos\u00e9"))
                        .expect(201);
            }
            node.internal()
                    .post(
                            "/internal/users",
                            Map.of("email", "JOSe\u0301@M\u00dcNCHEN.example", "full_name", "Jos\u00e9"))
                    .expectProblem(409, "email_taken");
        }
        market.sql().update("drop database " + database);
    }

    @Test
    void keepsAKeyThatDoesNotFitItsAddressOutOfTheDatabase() {
        UUID mira = fromBefore("mira@" + domain);
        market.sql().expectRefusal("23514", "update users set email_key = 'boss@example.org' where id = ?", mira);
    }

    private static UUID fromBefore(String email) {
        UUID id = UUID.randomUUID();
        market.sql().update("insert into users (id, email, full_name) values (?, ?, 'From before')", id, email);
        return id;
    }

    private static void startAgain() {
        market.anotherNode().close();
    }

    private static @Nullable Object key(UUID id) {
        return market.sql().row("select email_key from users where id = ?", id).get("email_key");
    }

    private static List<String> conflicts() {
        return service().get("/internal/users?email_conflict=true&limit=100").expect(200).items().stream()
                .map(user -> user.path("id").asText())
                .toList();
    }

    private static boolean isAdmin(Server node, String email) {
        return node.internal()
                .post("/internal/users", Map.of("email", email, "full_name", "Boss", "email_verified", true))
                .expect(201)
                .text("is_admin")
                .equals("true");
    }

    private static Answer signUp(String email) {
        return service().post("/internal/users", Map.of("email", email, "full_name", "Somebody", "password", PASSWORD));
    }

    private static Answer verify(String email) {
        return service().post("/internal/credentials/verify", Map.of("email", email, "password", PASSWORD));
    }

    private static Answer change(UUID id, String email) {
        return service().put("/internal/users/" + id + "/email", Map.of("email", email));
    }

    private static Answer find(String email) {
        return service()
                .get("/internal/users?email=" + URLEncoder.encode(email, UTF_8))
                .expect(200);
    }

    private static ApiClient service() {
        return market.server().internal();
    }
}
