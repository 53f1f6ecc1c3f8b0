package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("AUTH-23")
class ChangedEmailIT {
    @RegisterExtension
    static final Market market = new Market();

    private final Person mira = market.aUser("Mira");
    private final String email = "mira." + UUID.randomUUID() + "@example.org";

    @Test
    void replacesTheFormerOne() {
        Answer changed = change(Map.of("email", email.toUpperCase(), "email_verified", true))
                .expect(200);
        assertThat(changed.text("email")).isEqualTo(email.toUpperCase());
        assertThat(changed.text("email_verified")).isEqualTo("true");
        assertThat(changed.json()).isEqualTo(find().json());
        assertThat(service().get("/internal/users?email=" + email).expect(200).text("id"))
                .isEqualTo(mira.id().toString());
        service().get("/internal/users?email=" + mira.id() + "@example.org").expectProblem(404, "not_found");
    }

    @Test
    void isNotVerifiedUnlessTheFrontendSaysSo() {
        verifyEmail(Map.of()).expect(200);
        assertThat(change(Map.of("email", email)).expect(200).text("email_verified"))
                .isEqualTo("false");
    }

    @Test
    void staysVerifiedIfOnlyItsSpellingChanges() {
        verifyEmail(Map.of()).expect(200);
        assertThat(change(Map.of("email", mira.id() + "@EXAMPLE.org"))
                        .expect(200)
                        .text("email_verified"))
                .isEqualTo("true");
    }

    @Test
    void isNotOneOfAnotherAccount() {
        String taken = market.aUser("Otto").id() + "@EXAMPLE.org";
        change(Map.of("email", taken, "email_verified", true)).expectProblem(409, "email_taken");
        assertThat(find().text("email")).isEqualTo(mira.id() + "@example.org");
    }

    @Test
    void isAnAddressOfAUser() {
        change(Map.of("email", "no address"))
                .expectProblem(422, "validation_failed")
                .namingOnly("#/email invalid_format");
        change(Map.of()).expectProblem(422, "validation_failed").namingOnly("#/email required");
        String nobody = "/internal/users/" + UUID.randomUUID();
        service().put(nobody + "/email", Map.of("email", email)).expectProblem(404, "not_found");
        service().put(nobody + "/email-verification", Map.of()).expectProblem(404, "not_found");
        service().get(nobody).expectProblem(404, "not_found");
    }

    @Test
    void keepsEverythingWhenItIsVerified() {
        market.api()
                .as(mira)
                .patch("/me", Map.of("payment_instructions", "IBAN"))
                .expect(200);
        Answer before = find();
        Answer verified =
                verifyEmail(Map.of("email", mira.id() + "@EXAMPLE.org")).expect(200);
        assertThat(verified.text("email_verified")).isEqualTo("true");
        assertThat(verified.at("payment_instructions")).isEqualTo("IBAN");
        market.api().as(mira).get("/me").expect(200);
        assertThat(before.text("email_verified")).isEqualTo("false");
        assertThat(verifyEmail(Map.of()).expect(200).json())
                .as("verified again")
                .isEqualTo(verified.json());
    }

    @Test
    void isNotVerifiedByALinkToTheFormerOne() {
        change(Map.of("email", email)).expect(200);
        verifyEmail(Map.of("email", mira.id() + "@example.org")).expectProblem(409, "email_changed");
        assertThat(find().text("email_verified")).isEqualTo("false");
    }

    @Test
    @Tag("AUTH-16")
    void decidesWhoIsAnAdminAtOnce() {
        try (Server node = Server.on(market.database().address(), Map.of("ADMIN_EMAILS", email))) {
            String path = "/internal/users/" + mira.id();
            assertThat(node.internal()
                            .put(path + "/email", Map.of("email", email))
                            .expect(200)
                            .text("is_admin"))
                    .isEqualTo("false");
            assertThat(node.internal()
                            .put(path + "/email-verification", Map.of())
                            .expect(200)
                            .text("is_admin"))
                    .isEqualTo("true");
            assertThat(node.internal()
                            .put(path + "/email", Map.of("email", "former." + email, "email_verified", true))
                            .expect(200)
                            .text("is_admin"))
                    .isEqualTo("false");
        }
    }

    private Answer change(Map<String, Object> body) {
        return service().put("/internal/users/" + mira.id() + "/email", body);
    }

    private Answer verifyEmail(Map<String, Object> body) {
        return service().put("/internal/users/" + mira.id() + "/email-verification", body);
    }

    private Answer find() {
        return service().get("/internal/users/" + mira.id()).expect(200);
    }

    private static ApiClient service() {
        return market.server().internal();
    }
}
