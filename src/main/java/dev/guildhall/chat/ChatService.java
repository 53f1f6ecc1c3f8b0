package dev.guildhall.chat;

import dev.guildhall.auth.Caller;
import dev.guildhall.bus.Events;
import dev.guildhall.db.Database;
import dev.guildhall.db.GuardedWrite;
import dev.guildhall.db.Ids;
import dev.guildhall.db.LockKey;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.SharedWrites;
import dev.guildhall.db.Sharing;
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

/** Messages between users, sent by REST or by socket. They are published after the commit. */
public final class ChatService {
    private final Database database;
    private final Events events;
    private final MessageRate rate;
    private final MessageRepository messages;
    private final SharedWrites<UnsavedMessage, MessageSaved> sends;
    private final ConversationRepository conversations = new ConversationRepository();

    public ChatService(Database database, Events events, Limits limits) {
        this.database = database;
        this.events = events;
        this.rate = new MessageRate(limits.messageRate());
        this.messages = new MessageRepository(limits.conversationRate());
        this.sends = new SharedWrites<>(UnsavedMessage::id, UnsavedMessage::conversation, messages::send);
    }

    /** The lock of messages and read marks in the conversation of these two users; their order does not matter. */
    public static LockKey lockKey(UUID first, UUID second) {
        return LockKey.changing(
                "conversation", first.compareTo(second) < 0 ? first + " " + second : second + " " + first);
    }

    Sharing sharing(UUID sender, UUID receiver) {
        return new Sharing(sends, lockKey(sender, receiver).name());
    }

    /**
     * Counts a message for the limit of its sender.
     *
     * @throws Failure.Invalid if it is to the sender
     * @throws Failure.RateLimited if the sender has reached the limit
     */
    public void admit(UUID sender, NewMessage message) {
        if (message.receiver().equals(sender)) {
            throw new Failure.Invalid(
                    "message_self",
                    "You cannot write to yourself.",
                    FieldError.field("receiver_id", FieldCode.NOT_ALLOWED, "This is you."));
        }
        rate.take(sender);
    }

    /**
     * Saves a message that was {@link #admit admitted}, once for each client_msg_id, and publishes it to the sockets of both users after
     * the commit.
     *
     * @param connection the socket that sent it; null: sent by REST
     */
    public Future<Sent> send(UnitOfWork work, UUID sender, NewMessage message, @Nullable UUID connection) {
        return GuardedWrite.attempt(
                        () -> work.attempt(() ->
                                        sends.write(work, new UnsavedMessage(Ids.next(), sender, message, connection)))
                                .map(saved -> saved.map(inserted -> publishAfterCommit(work, inserted))),
                        () -> explain(work, sender, message))
                .recover(SqlErrors.ifTaken(
                        MessageRepository.CLIENT_MSG_ID_CONSTRAINT,
                        () -> findSent(work, sender, message).map(Optional::orElseThrow)));
    }

    /** Does not check who may see the message: the caller must be its sender or receiver. */
    Future<Message> find(UUID message) {
        return database.read(client -> messages.findByIds(client, List.of(message)))
                .map(found -> found.stream()
                        .map(MessageSaved::message)
                        .findFirst()
                        .orElseThrow(() -> Failure.NotFound.of("message")));
    }

    /** Fails with {@link Failure.NotFound} if there is no such peer. */
    Future<Page<Message>> list(UUID caller, UUID peer, long afterSeq, long beforeSeq, PageRequest page) {
        refuseSelf(caller, peer);
        return database.read(client -> messages.list(client, caller, peer, afterSeq, beforeSeq, page))
                .map(Failure.NotFound.unlessFound("user"));
    }

    Future<Page<Message>> listOfOrder(UUID order, Caller caller, PageRequest page) {
        return database.read(client -> messages.listOfOrder(client, order, caller, page))
                .map(Failure.NotFound.unlessFound("order"));
    }

    Future<Page<Conversation>> listConversations(UUID caller, PageRequest page) {
        return database.read(client -> conversations.list(client, caller, page));
    }

    Future<Conversation> findConversation(UUID caller, UUID peer) {
        refuseSelf(caller, peer);
        return database.read(client -> conversations.find(client, caller, peer))
                .map(Failure.NotFound.unlessFound("user"));
    }

    /** Moves the caller's read mark forward and publishes it to both users; a lower mark changes nothing. */
    public Future<ReadMark> markRead(UnitOfWork work, UUID caller, UUID peer, long upToSeq) {
        refuseSelf(caller, peer);
        return conversations.markRead(work.client(), caller, peer, upToSeq).compose(found -> {
            ReadMark mark = found.orElseGet(() -> new ReadMark(0, 0, false));
            if (found.isEmpty() || upToSeq > mark.lastSeq()) {
                return findConversation(caller, peer).map(conversation -> {
                    if (upToSeq > mark.lastSeq()) {
                        throw new Failure.Invalid(FieldError.field(
                                "up_to_seq", FieldCode.TOO_LARGE, "The last message is " + mark.lastSeq() + "."));
                    }
                    return mark;
                });
            }
            if (mark.hasMoved()) {
                work.afterCommit(() ->
                        events.publishEverywhere(MessageRead.TOPIC, new MessageRead(caller, peer, mark.lastReadSeq())));
            }
            return Future.succeededFuture(mark);
        });
    }

    public void publishTyping(UUID writer, UUID peer) {
        events.publishEverywhere(TypingStarted.TOPIC, new TypingStarted(writer, peer));
    }

    public Future<Overview> findOverview(UUID caller, int limit) {
        return database.read(client -> conversations.findOverview(client, caller, limit));
    }

    public Future<List<ConversationCounters>> listToSync(UUID caller, int limit, Set<UUID> requested) {
        return database.read(client -> conversations.listToSync(client, caller, limit, requested));
    }

    /** These messages with their current counters, in the order in which they were written. */
    public Future<List<MessageSaved>> findSaved(Collection<UUID> ids) {
        return database.read(client -> messages.findByIds(client, ids));
    }

    public Future<List<Message>> findMissing(UUID caller, UUID peer, long afterSeq, int limit) {
        return database.read(client -> messages.findMissing(client, caller, peer, afterSeq, limit));
    }

    /** Deletes old starts of conversations that no longer count for the limit; returns how many. */
    public Future<Integer> pruneStarts(int limit) {
        return database.write(work -> messages.pruneStarts(work.client(), limit));
    }

    private Sent publishAfterCommit(UnitOfWork work, MessageSaved saved) {
        work.afterCommit(() -> {
            events.publish(MessageSaved.TOPIC, saved);
            events.publishToOtherNodes(MessageSavedRemotely.TOPIC, MessageSavedRemotely.of(saved.message()));
        });
        return new Sent(saved.message(), true);
    }

    /** A retry returns the saved message, even if a new message would be refused now. */
    private Future<Optional<Sent>> explain(UnitOfWork work, UUID sender, NewMessage message) {
        return findSent(work, sender, message)
                .compose(sent -> sent.isPresent()
                        ? Future.succeededFuture(sent)
                        : messages.findReceiver(work.client(), sender, message)
                                .map(Failure.NotFound.unlessFound("user"))
                                .compose(receiver -> GuardedWrite.refuse(receiver.refusal())));
    }

    /** The message that was saved under this client_msg_id; empty if there is none. */
    private Future<Optional<Sent>> findSent(UnitOfWork work, UUID sender, NewMessage message) {
        UUID clientMsgId = message.clientMsgId();
        return clientMsgId == null
                ? Future.succeededFuture(Optional.empty())
                : messages.findByClientId(work.client(), sender, clientMsgId)
                        .map(found -> found.map(saved -> toSent(saved, message)));
    }

    private static Sent toSent(Message saved, NewMessage message) {
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

    /** @param isNew false if a retry found the saved message */
    public record Sent(Message message, boolean isNew) {}

    /** @param hasMoved whether this call moved the mark */
    public record ReadMark(long lastSeq, long lastReadSeq, boolean hasMoved) {}

    /** @param conversations the most recent conversations */
    public record Overview(List<ConversationCounters> conversations, long unreadTotal) {}
}
