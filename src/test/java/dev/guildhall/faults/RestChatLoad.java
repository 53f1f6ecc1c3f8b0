package dev.guildhall.faults;

import dev.guildhall.support.Answer;
import dev.guildhall.support.ApiClient;
import dev.guildhall.support.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Somebody who writes and reads by REST, and asks again until it is known what became of it. */
final class Writer implements Runnable {
    private static final long EVERY_MS = 250;

    private final LoadRun course;
    private final Ledger ledger;
    private final Retrying insistence;
    private final ChatLoad talker;
    private final List<Person> peers;
    private final ApiClient api;

    Writer(LoadRun course, Ledger ledger, ChatLoad talker, List<Person> peers, ApiClient api) {
        this.course = course;
        this.ledger = ledger;
        this.insistence = new Retrying(course);
        this.talker = talker;
        this.peers = peers;
        this.api = api;
    }

    @Override
    public void run() {
        for (int i = 0; course.isWriting(); i++) {
            Person peer = peers.get(i % peers.size());
            switch (i % 4) {
                case 0 -> write(peer, "message by id", api, i);
                case 1 ->
                    write(
                            peer,
                            "message by key",
                            api.with("Idempotency-Key", UUID.randomUUID().toString()),
                            i);
                case 2 -> look(peer);
                default -> read(peer);
            }
            course.pause(EVERY_MS / 2 + ThreadLocalRandom.current().nextLong(EVERY_MS));
        }
    }

    private void write(Person peer, String kind, ApiClient by, int number) {
        UUID id = UUID.randomUUID();
        String content = "r" + number + " of " + talker.person().fullName();
        Map<String, ?> message = Map.of("receiver_id", peer.id(), "content", content, "client_msg_id", id);
        Answer answer =
                insistence.ask(kind, () -> by.post("/messages", message)).answer();
        if (answer.status() != 201 && answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        ledger.acknowledged(talker.person(), id, content, answer.json());
    }

    /** What was acknowledged before is there, whichever node is asked. */
    private void look(Person peer) {
        UUID self = talker.person().id();
        long known = Math.max(ledger.lastRead(self, peer.id()), talker.seen(peer.id()));
        long last = insistence
                .ask("look", () -> api.get("/conversations/" + peer.id()))
                .answer()
                .expect(200)
                .json()
                .path("last_seq")
                .asLong();
        if (last < known) {
            throw new AssertionError(known + " were known, and now there are " + last);
        }
    }

    private void read(Person peer) {
        long upTo = talker.seen(peer.id());
        insistence
                .ask("read", () -> api.put("/conversations/" + peer.id() + "/read", Map.of("up_to_seq", upTo)))
                .answer()
                .expect(200);
        ledger.read(talker.person().id(), peer.id(), upTo);
    }
}
