package dev.guildhall.realtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.guildhall.chat.ConversationCounters;
import dev.guildhall.chat.Message;
import dev.guildhall.failure.FieldError;
import dev.guildhall.http.Json;
import dev.guildhall.http.Problem;
import dev.guildhall.order.OrderStatus;
import dev.guildhall.order.PaymentStatus;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every frame that the server sends. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(Frame.Hello.class),
    @JsonSubTypes.Type(Frame.MessageAck.class),
    @JsonSubTypes.Type(Frame.MessageNew.class),
    @JsonSubTypes.Type(Frame.Synced.class),
    @JsonSubTypes.Type(Frame.MessageWasRead.class),
    @JsonSubTypes.Type(Frame.Typing.class),
    @JsonSubTypes.Type(Frame.OrderWasUpdated.class),
    @JsonSubTypes.Type(Frame.ReviewWasPosted.class),
    @JsonSubTypes.Type(Frame.Renewed.class),
    @JsonSubTypes.Type(Frame.Error.class),
    @JsonSubTypes.Type(Frame.Drain.class)
})
sealed interface Frame {

    static String encode(Frame frame) {
        return Json.encode(frame).toString();
    }

    /** The first frame: who is connected, until when, and the counters of the most recent conversations. */
    @JsonTypeName("hello")
    record Hello(
            UUID connectionId,
            UUID userId,
            OffsetDateTime serverTime,
            OffsetDateTime expiresAt,
            List<ConversationCounters> conversations,
            long unreadTotal)
            implements Frame {}

    /** To the sending socket, after the commit. */
    @JsonTypeName("message.ack")
    record MessageAck(@Nullable UUID clientMsgId, Message message) implements Frame {}

    /** @param unreadCount how many messages of this conversation the user who gets the frame has not read */
    @JsonTypeName("message.new")
    record MessageNew(Message message, long unreadCount) implements Frame {}

    /** The end of a sync. @param partial the users of whom there is more than was sent; page the rest by REST */
    @JsonTypeName("synced")
    record Synced(List<UUID> partial) implements Frame {}

    /** @param userId the other user of the conversation, from the view of the user who gets the frame */
    @JsonTypeName("message.read")
    record MessageWasRead(UUID readerId, UUID userId, long upToSeq) implements Frame {}

    @JsonTypeName("typing")
    record Typing(UUID userId) implements Frame {}

    @JsonTypeName("order.updated")
    record OrderWasUpdated(
            UUID orderId,
            OrderStatus status,
            PaymentStatus paymentStatus,
            String action,
            @Nullable UUID actorId,
            int version)
            implements Frame {}

    @JsonTypeName("review.posted")
    record ReviewWasPosted(UUID reviewId, UUID orderId) implements Frame {}

    /** @param expiresAt when the socket ends now */
    @JsonTypeName("renewed")
    record Renewed(OffsetDateTime expiresAt) implements Frame {}

    /** The problem that REST would have answered with; the socket stays open, unless there were too many. */
    @JsonTypeName("error")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Error(
            String title,
            int status,
            String code,
            String detail,
            List<FieldError> errors,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean errorsTruncated,
            @Nullable Object retryAfter,
            @Nullable UUID clientMsgId)
            implements Frame {

        static Error of(Problem problem, @Nullable UUID clientMsgId) {
            return new Error(
                    problem.title(),
                    problem.status(),
                    problem.code(),
                    problem.detail(),
                    problem.errors(),
                    problem.errorsTruncated(),
                    problem.facts().get("retry_after"),
                    clientMsgId);
        }
    }

    @JsonTypeName("drain")
    record Drain(long reconnectAfterMs) implements Frame {}
}
