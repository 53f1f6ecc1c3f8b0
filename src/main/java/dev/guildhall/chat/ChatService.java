package dev.guildhall.chat;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.SqlErrors;
import dev.guildhall.db.UnitOfWork;
import dev.guildhall.failure.Failure;
import dev.guildhall.failure.FieldCode;
import dev.guildhall.failure.FieldError;
import dev.guildhall.limit.Limits;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say to each other, by REST and by socket alike: saved, committed, and only then told. */
public final class ChatService {
    private final Database database;
    private final Events events;
    private final MessageRate rate;
    private final int newAnHour;
    private final MessageRepository messages = new MessageRepository();
    private final ConversationRepository conversations = new ConversationRepository();

    public ChatService(Database database, Events events, Limits limits) {
        this.database = database;
        this.events = events;
        this.rate = new MessageRate(limits.messageRate());
        this.newAnHour = limits.conversationRate();
    }

    /** What messages and read marks of these two lock, whichever of them writes. */
    public static LockKey lock(UUID one, UUID other) {
        return LockKey.changing("conversation", one.compareTo(other) < 0 ? one + " " + other : other + " " + one);
    }

    /**
     * Saves a message once for each client_msg_id and tells it to both people's sockets.
     *
     * @param connection the socket it came by; null: it came by REST
     */
    public Future<Sent> send(UnitOfWork work, UUID sender, NewMessage message, @Nullable UUID connection) {
        if (message.receiver().equals(sender)) {
            throw new Failure.Invalid(
                    "message_self",
                    "You cannot write to yourself.",
                    FieldError.field("receiver_id", FieldCode.NOT_ALLOWED, "This is you."));
        }
        rate.take(sender);
        return GuardedWrite.attempt(
                        () -> work.attempt(() -> messages.send(work.client(), sender, message, connection, newAnHour))
                                .map(saved -> saved.map(one -> announce(work, one))),
                        () -> explain(work, sender, message))
                .recover(SqlErrors.ifTaken(
                        MessageRepository.CLIENT_KEY,
                        () -> repeated(work, sender, message).map(Optional::orElseThrow)));
    }

    /** A message to whoever is known to be its sender or receiver. */
    Future<Message> find(UUID message) {
        return database.read(client -> messages.byIds(client, List.of(message)))
                .map(found -> found.stream()
                        .map(MessageSaved::message)
                        .findFirst()
                        .orElseThrow(() -> Failure.NotFound.of("message")));
    }

    /** Empty if there is no such peer. */
    Future<Page<Message>> list(UUID caller, UUID peer, long afterSeq, long beforeSeq, PageRequest page) {
        refuseSelf(caller, peer);
        return database.read(client -> messages.list(client, caller, peer, afterSeq, beforeSeq, page))
                .map(Failure.NotFound.unlessFound("user"));
    }

    Future<Page<Message>> listOfOrder(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> messages.listOfOrder(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }

    Future<Page<Conversation>> conversations(UUID caller, PageRequest page) {
        return database.read(client -> conversations.list(client, caller, page));
    }

    Future<Conversation> conversation(UUID caller, UUID peer) {
        refuseSelf(caller, peer);
        return database.read(client -> conversations.find(client, caller, peer))
                .map(Failure.NotFound.unlessFound("user"));
    }

    /** Moves the caller's mark forward and tells both people; a lower one changes nothing. */
    public Future<Reading> read(UnitOfWork work, UUID caller, UUID peer, long upToSeq) {
        refuseSelf(caller, peer);
        return conversations.read(work.client(), caller, peer, upToSeq).compose(found -> {
            Reading reading = found.orElseGet(() -> new Reading(0, 0, false));
            if (found.isEmpty() || upToSeq > reading.lastSeq()) {
                return conversation(caller, peer).map(known -> {
                    if (upToSeq > reading.lastSeq()) {
                        throw new Failure.Invalid(FieldError.field(
                                "up_to_seq", FieldCode.TOO_LARGE, "The last message is " + reading.lastSeq() + "."));
                    }
                    return reading;
                });
            }
            if (reading.hasMoved()) {
                work.afterCommit(() -> events.publishEverywhere(
                        MessageRead.TOPIC, new MessageRead(caller, peer, reading.lastReadSeq())));
            }
            return Future.succeededFuture(reading);
        });
    }

    public void typing(UUID writer, UUID peer) {
        events.publishEverywhere(TypingStarted.TOPIC, new TypingStarted(writer, peer));
    }

    public Future<Overview> overview(UUID caller, int most) {
        return database.read(client -> conversations.overview(client, caller, most));
    }

    public Future<List<ConversationCounters>> toSync(UUID caller, int most, Set<UUID> named) {
        return database.read(client -> conversations.toSync(client, caller, most, named));
    }

    /** These messages with their counters as they stand now, in the order in which they were written. */
    public Future<List<MessageSaved>> saved(Collection<UUID> ids) {
        return database.read(client -> messages.byIds(client, ids));
    }

    public Future<List<Message>> missing(UUID caller, UUID peer, long afterSeq, int most) {
        return database.read(client -> messages.missing(client, caller, peer, afterSeq, most));
    }

    /** Forgets some of the beginnings of conversations that count no more; how many. */
    public Future<Integer> pruneStarts(int most) {
        return database.write(work -> messages.pruneStarts(work.client(), most));
    }

    private Sent announce(UnitOfWork work, MessageSaved saved) {
        work.afterCommit(() -> {
            events.publish(MessageSaved.TOPIC, saved);
            events.publishElsewhere(MessageSavedRemotely.TOPIC, MessageSavedRemotely.of(saved.message()));
        });
        return new Sent(saved.message(), true);
    }

    /** What stands against a new message does not stand against repeating one that was saved before. */
    private Future<Optional<Sent>> explain(UnitOfWork work, UUID sender, NewMessage message) {
        return repeated(work, sender, message)
                .compose(repeated -> repeated.isPresent()
                        ? Future.succeededFuture(repeated)
                        : messages.receiver(work.client(), sender, message, newAnHour)
                                .map(Failure.NotFound.unlessFound("user"))
                                .compose(receiver -> GuardedWrite.refuse(receiver.refusal())));
    }

    /** The message that was saved under this client_msg_id; empty if there is none. */
    private Future<Optional<Sent>> repeated(UnitOfWork work, UUID sender, NewMessage message) {
        UUID clientMsgId = message.clientMsgId();
        return clientMsgId == null
                ? Future.succeededFuture(Optional.empty())
                : messages.findByClientId(work.client(), sender, clientMsgId)
                        .map(found -> found.map(saved -> repeated(saved, message)));
    }

    private static Sent repeated(Message saved, NewMessage message) {
        if (!saved.isSameAs(message)) {
            throw new Failure.Conflict(
                    "client_msg_id_reused", "This client_msg_id belongs to another message of yours.");
        }
        return new Sent(saved, false);
    }

    private static void refuseSelf(UUID caller, UUID peer) {
        if (caller.equals(peer)) {
            throw new Failure.NotFound("There is no conversation with yourself.");
        }
    }

    /** @param isNew false where this is the retry of a message saved before */
    public record Sent(Message message, boolean isNew) {}

    /** @param hasMoved whether the mark was further back before */
    public record Reading(long lastSeq, long lastReadSeq, boolean hasMoved) {}

    /** @param conversations the most recent ones */
    public record Overview(List<ConversationCounters> conversations, long unreadTotal) {}
}
