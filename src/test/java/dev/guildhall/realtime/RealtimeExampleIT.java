package dev.guildhall.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.guildhall.support.Chromium;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("DOC-5")
class RealtimeExampleIT {
    @RegisterExtension
    static final Market market = new Market();

    @Test
    void letsTwoPagesChatAndCatchUpAfterARestartOfTheServer() throws Exception {
        assumeTrue(
                Chromium.program().isPresent(),
                "no chromium to try the example of docs/realtime.md in; Debian: apt-get install chromium");
        Person anna = market.aUser("Anna");
        Person bert = market.aUser("Bert");
        try (ExamplePage annas = new ExamplePage();
                ExamplePage berts = new ExamplePage()) {
            String origins = annas.origin() + "," + berts.origin();
            int port;
            try (Server node = node("0", origins)) {
                port = node.port();
                annas.open(byCookie(port, anna, bert));
                berts.open(byTicket(port, bert, anna));
                bothShow("Hello!", annas, berts);
                berts.send("Hello, Anna!");
                bothShow("Hello, Anna!", annas, berts);
            }
            annas.send("Is anybody there?");
            market.api()
                    .as(bert)
                    .post("/messages", Map.of("receiver_id", anna.id(), "content", "I am on another node."))
                    .expect(201);
            try (Server again = node(String.valueOf(port), origins)) {
                bothShow("I am on another node.", annas, berts);
                bothShow("Is anybody there?", annas, berts);
                berts.send("So we meet again.");
                bothShow("So we meet again.", annas, berts);
            }
        }
    }

    @Tag("WEB-12")
    @Test
    void showsNothingOfAFrameThatItDoesNotKnow() throws Exception {
        assumeTrue(
                Chromium.program().isPresent(),
                "no chromium to try the example of docs/realtime.md in; Debian: apt-get install chromium");
        Person cleo = market.aUser("Cleo");
        Person dora = market.aUser("Dora");
        try (ExamplePage page = new ExamplePage();
                Server node = node("0", page.origin())) {
            page.open(besideALaterVersion(node.port(), cleo, dora));
            page.send("Are you there?");
            assertThat(page.nextShown()).isEqualTo("Are you there?");
        }
    }

    private static void bothShow(String content, ExamplePage... pages) throws InterruptedException {
        for (ExamplePage page : pages) {
            assertThat(page.nextShown()).isEqualTo(content);
        }
    }

    private static Server node(String port, String origins) {
        return Server.on(market.database().address(), Map.of("PORT", port, "ALLOWED_ORIGINS", origins));
    }

    /** All blocks of the documentation, unchanged. */
    private static String byCookie(int port, Person me, Person peer) throws IOException {
        return """
                document.cookie = "authjs.session-token=%s; path=/";
                const me = "%s", peer = "%s", seen = {};
                """.formatted(me.token(), me.id(), peer.id()) + String.join("", examples(port));
    }

    private static String byTicket(int port, Person me, Person peer) throws IOException {
        List<String> examples = examples(port);
        return """
                %s %s
                const me = "%s", peer = "%s";
                const chat = openChat({ me, address: byTicket(me, "%s"), onMessage: show });
                """.formatted(examples.get(0), examples.get(1), me.id(), peer.id(), me.token());
    }

    /** The page receives a frame of an unknown type that otherwise looks like the first message. */
    private static String besideALaterVersion(int port, Person me, Person peer) throws IOException {
        List<String> examples = examples(port);
        return """
                let last;
                window.WebSocket = class extends WebSocket {
                  constructor(url) { super(url), last = this; }
                };
                %s %s
                const me = "%s", peer = "%s";
                const edited = { seq: 1, sender_id: peer, receiver_id: me, content: "Edited." };
                const hearMore = (frame) => frame.type === "hello" &&
                  last.onmessage({ data: JSON.stringify({ type: "message.edited", message: edited }) });
                const chat = openChat({ me, address: byTicket(me, "%s"), onMessage: show, onOther: hearMore });
                """.formatted(examples.get(0), examples.get(1), me.id(), peer.id(), me.token());
    }

    private static List<String> examples(int port) throws IOException {
        return ExamplePage.examples().stream()
                .map(block -> block.replace("https://api.market.example", "http://127.0.0.1:" + port))
                .toList();
    }
}
