package dev.guildhall.faults;

import dev.guildhall.support.ApiClient;
import dev.guildhall.support.GigFixture;
import dev.guildhall.support.LoadBalancer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** All users of the market. They go through the load balancer: each with a socket and REST calls, and some pairs that trade. */
final class LoadUsers implements AutoCloseable {
    private final LoadRun run;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ChatLoad> chats = new ArrayList<>();
    private final List<CompletableFuture<Void>> writing = new ArrayList<>();
    private final List<CompletableFuture<Void>> chatting = new ArrayList<>();

    LoadUsers(LoadRun run, Ledger ledger, Market market, LoadBalancer balancer, int size, int trades) {
        this.run = run;
        List<Person> people = IntStream.range(0, size)
                .mapToObj(i -> market.aUser("person " + i))
                .toList();
        for (int i = 0; i < size; i++) {
            Person person = people.get(i);
            // The next two users, and one user to whom everybody writes.
            List<Person> peers = IntStream.of((i + 1) % size, (i + 2) % size, i == 0 ? 3 : 0)
                    .distinct()
                    .filter(peer -> people.get(peer) != person)
                    .mapToObj(people::get)
                    .toList();
            ApiClient api = balancer.api().as(person);
            URI address = URI.create("ws://127.0.0.1:" + balancer.port() + "/ws/" + person.id());
            ChatLoad chat = new ChatLoad(run, ledger, person, peers, api, address);
            chats.add(chat);
            chatting.add(start(chat));
            writing.add(start(new RestChatLoad(run, ledger, chat, peers, api)));
        }
        for (int i = 0; i < trades; i++) {
            GigFixture gig = market.aGig().by(people.get(i));
            writing.add(start(new OrderLoad(
                    run, ledger, balancer.api(), gig.create().id(), people.get((i + 3) % size), people.get(i))));
        }
    }

    List<ChatLoad> chats() {
        return chats;
    }

    /** Stops new writes and returns when all earlier ones are acknowledged. */
    void finishWriting() {
        run.stopWriting();
        run.await("requests without an answer", 60, () -> writing.stream().allMatch(CompletableFuture::isDone));
        run.await("messages without an ack", 60, () -> chats.stream().allMatch(ChatLoad::isFinished));
    }

    private CompletableFuture<Void> start(Runnable load) {
        return CompletableFuture.runAsync(load, threads).exceptionally(error -> {
            if (!(error.getCause() instanceof CancellationException)) {
                run.fail(error);
            }
            return null;
        });
    }

    @Override
    public void close() throws InterruptedException {
        run.end();
        threads.shutdown();
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the threads of the load do not stop");
        }
    }
}
