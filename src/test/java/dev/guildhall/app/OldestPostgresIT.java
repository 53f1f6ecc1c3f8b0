package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.postgres.OldestPostgres;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import dev.guildhall.support.TestSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OldestPostgresIT {
    @TempDir
    Path home;

    @Tag("RUN-8")
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void completesAnOrderAndDeliversMessagesOnPostgres14() throws Exception {
        try (OldestPostgres postgres = OldestPostgres.start(home);
                Server server = Server.on(postgres.address(), Map.of());
                Sql sql = new Sql(postgres.address())) {
            assertThat(String.valueOf(sql.row("show server_version").get("server_version")))
                    .startsWith("14.");
            Market market = Market.of(server, sql);

            PlacedOrder order = market.anOrder().completed();
            Map<String, Object> review = Map.of("order_id", order.id(), "rating", 5);
            market.api().as(order.client()).post("/reviews", review).expect(201);
            market.api().as(order.freelancer()).post("/reviews", review).expect(201);
            assertThat(market.api()
                            .get("/gigs?q=logo&sort=relevance")
                            .expect(200)
                            .items())
                    .isNotNull();

            Person anna = market.aUser("Anna");
            try (TestSocket device = market.sockets().open(anna);
                    TestSocket sender = market.sockets().open(order.client())) {
                sender.sendMessage(anna, "Hello");
                assertThat(device.await("message.new").at("/message/seq").asLong())
                        .isEqualTo(1);
            }
            assertThat(market.api().as(anna).get("/conversations").expect(200).items())
                    .hasSize(1);
        }
    }
}
