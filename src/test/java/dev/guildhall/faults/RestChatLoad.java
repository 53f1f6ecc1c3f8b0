package dev.guildhall.faults;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Sends and reads messages by REST, and repeats each request until its result is known. */
final class RestChatLoad implements Runnable {
    private static final long REQUEST_INTERVAL_MS = 250;

    private final LoadRun run;
    private final Ledger ledger;
    private final Retrying retrying;
    private final ChatLoad chat;
    private final List<Person> peers;
    private final ApiClient api;

    RestChatLoad(LoadRun run, Ledger ledger, ChatLoad chat, List<Person> peers, ApiClient api) {
        this.run = run;
        this.ledger = ledger;
        this.retrying = new Retrying(run);
        this.chat = chat;
        this.peers = peers;
        this.api = api;
    }

    @Override
    public void run() {
        for (int i = 0; run.isWriting(); i++) {
            Person peer = peers.get(i % peers.size());
            switch (i % 4) {
                case 0 -> sendMessage(peer, "message by id", api, i);
                case 1 ->
                    sendMessage(
                            peer,
                            "message by key",
                            api.with("Idempotency-Key", UUID.randomUUID().toString()),
                            i);
                case 2 -> checkConversation(peer);
                default -> markRead(peer);
            }
            run.pause(REQUEST_INTERVAL_MS / 2 + ThreadLocalRandom.current().nextLong(REQUEST_INTERVAL_MS));
        }
    }

    private void sendMessage(Person peer, String kind, ApiClient caller, int number) {
        UUID id = UUID.randomUUID();
        String content = "r" + number + " of " + chat.person().fullName();
        Map<String, ?> message = Map.of("receiver_id", peer.id(), "content", content, "client_msg_id", id);
        Answer answer =
                retrying.send(kind, () -> caller.post("/messages", message)).answer();
        if (answer.status() != 201 && answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        ledger.messageAcknowledged(chat.person(), id, content, answer.json());
    }

    /** Checks that what was acknowledged before is visible, on any node. */
    private void checkConversation(Person peer) {
        UUID self = chat.person().id();
        long known = Math.max(ledger.lastRead(self, peer.id()), chat.receivedUpTo(peer.id()));
        long last = retrying.send("read conversation", () -> api.get("/conversations/" + peer.id()))
                .answer()
                .expect(200)
                .json()
                .path("last_seq")
                .asLong();
        if (last < known) {
            throw new AssertionError(known + " messages were acknowledged, and now there are " + last);
        }
    }

    private void markRead(Person peer) {
        long upTo = chat.receivedUpTo(peer.id());
        retrying.send("mark read", () -> api.put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", upTo)))
                .answer()
                .expect(200);
        ledger.readAcknowledged(chat.person().id(), peer.id(), upTo);
    }
}
