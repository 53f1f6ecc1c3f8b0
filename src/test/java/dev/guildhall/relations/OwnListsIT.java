package dev.guildhall.relations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists without a user id contain only rows of the caller, although every other pair of users has as many rows. */
class OwnListsIT {
    @RegisterExtension
    static final Market market = new Market();

    private static List<Person> people = List.of();

    @BeforeAll
    static void createOrdersAndMessagesForEveryPair() {
        people = List.of(market.aUser("Anna"), market.aUser("Bert"), market.aUser("Carl"), market.aUser("Dora"));
        for (Person client : people) {
            for (Person freelancer : people) {
                if (client != freelancer) {
                    market.anOrder()
                            .of(market.aGig().by(freelancer).create())
                            .from(client)
                            .placed();
                    market.anOrder()
                            .of(market.aGig().by(freelancer).create())
                            .from(client)
                            .paid();
                    market.api()
                            .as(client)
                            .post("/messages", Map.of("receiver_id", freelancer.id(), "content", "Hello"))
                            .expect(201);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/orders, 12",
        "/orders?role=client, 6",
        "/orders?role=freelancer, 6",
        "/orders?status=PAYMENT_SUBMITTED, 6",
        "/orders?awaiting=me, 6",
        "/orders?awaiting=me&role=client, 3",
        "/orders?awaiting=me&role=freelancer, 3",
        "/conversations, 3",
    })
    void showOnlyTheRowsOfTheCaller(String path, int own) {
        for (Person caller : people) {
            List<JsonNode> items = market.api().as(caller).get(path).expect(200).items();
            assertThat(items.stream().filter(item -> !isOf(caller, item)).count())
                    .as("number of %s in GET %s that do not belong to the caller", what(path), path)
                    .isZero();
            assertThat(items.size())
                    .as("number of %s in GET %s", what(path), path)
                    .isEqualTo(own);
        }
    }

    private static String what(String path) {
        return path.startsWith("/orders") ? "orders" : "conversations";
    }

    private static boolean isOf(Person caller, JsonNode item) {
        JsonNode message = item.path("last_message");
        return message.isMissingNode()
                ? List.of(
                                item.path("client_id").asText(),
                                item.path("freelancer_id").asText())
                        .contains(caller.id().toString())
                : List.of(
                                message.path("sender_id").asText(),
                                message.path("receiver_id").asText())
                        .contains(caller.id().toString());
    }
}
