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

/** Everybody who uses the market through its load balancer: each on a socket and by REST, and some pairs that trade. */
final class Crowd implements AutoCloseable {
    private final LoadRun course;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ChatLoad> talkers = new ArrayList<>();
    private final List<CompletableFuture<Void>> writing = new ArrayList<>();
    private final List<CompletableFuture<Void>> talking = new ArrayList<>();

    Crowd(LoadRun course, Ledger ledger, Market market, LoadBalancer balancer, int size, int trades) {
        this.course = course;
        List<Person> people = IntStream.range(0, size)
                .mapToObj(i -> market.aUser("person " + i))
                .toList();
        for (int i = 0; i < size; i++) {
            Person person = people.get(i);
            // Neighbours, and one whom everybody writes to.
            List<Person> peers = IntStream.of((i + 1) % size, (i + 2) % size, i == 0 ? 3 : 0)
                    .distinct()
                    .filter(peer -> people.get(peer) != person)
                    .mapToObj(people::get)
                    .toList();
            ApiClient api = balancer.api().as(person);
            URI address = URI.create("ws://127.0.0.1:" + balancer.port() + "/ws/" + person.id());
            ChatLoad talker = new ChatLoad(course, ledger, person, peers, api, address);
            talkers.add(talker);
            talking.add(run(talker));
            writing.add(run(new Writer(course, ledger, talker, peers, api)));
        }
        for (int i = 0; i < trades; i++) {
            GigFixture gig = market.aGig().by(people.get(i));
            writing.add(run(new OrderLoad(
                    course, ledger, balancer.api(), gig.exists().id(), people.get((i + 3) % size), people.get(i))));
        }
    }

    List<ChatLoad> talkers() {
        return talkers;
    }

    /** Says nothing new, and returns when everything said is acknowledged. */
    void calmDown() {
        course.stopWriting();
        course.await("requests without an answer", 60, () -> writing.stream().allMatch(CompletableFuture::isDone));
        course.await("messages without an ack", 60, () -> talkers.stream().allMatch(ChatLoad::isCalm));
    }

    private CompletableFuture<Void> run(Runnable part) {
        return CompletableFuture.runAsync(part, threads).exceptionally(error -> {
            if (!(error.getCause() instanceof CancellationException)) {
                course.fail(error);
            }
            return null;
        });
    }

    @Override
    public void close() throws InterruptedException {
        course.end();
        threads.shutdown();
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("somebody does not stop");
        }
    }
}
