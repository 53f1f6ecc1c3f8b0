package dev.guildhall.chat;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.order.OrderAccess;
import dev.guildhall.user.UnreadTotal;

/** The statements on messages and conversations; each is one round trip. */
final class ChatSql {
    /** Limit of message text in one batch of a sync. */
    private static final int MAX_BATCH_BYTES = 64 * 1024;

    /** The conversation of caller and peer: its key has the lower user id first. */
    private static final String IS_CONVERSATION =
            "user_low = least(#{caller}::uuid, #{peer}::uuid) and user_high = greatest(#{caller}::uuid, #{peer}::uuid)";

    private static final String IS_IN_CONVERSATION = """
            least(m.sender_id, m.receiver_id) = least(#{caller}::uuid, #{peer}::uuid)
            and greatest(m.sender_id, m.receiver_id) = greatest(#{caller}::uuid, #{peer}::uuid)
            """;

    /** Whether the message is about no order, or about one between caller and peer. */
    private static final String IS_ORDER_THEIRS = """
            (#{order}::uuid is null or exists (
              select from orders o where o.id = #{order}::uuid
                and (o.client_id, o.freelancer_id) in ((#{caller}::uuid, #{peer}::uuid), (#{peer}::uuid, #{caller}::uuid))))
            """;

    /** The counters of all conversations of the caller, from the view of the caller. */
    private static final String CONVERSATIONS_OF_CALLER = """
            select user_high as peer, last_seq, low_read_seq as last_read_seq, high_read_seq as peer_last_read_seq, last_message_at
            from conversations where user_low = #{caller}
            union all
            select user_low, last_seq, high_read_seq, low_read_seq, last_message_at
            from conversations where user_high = #{caller}
            """;

    private static final Keyset LATEST_MESSAGE = new Keyset("m.seq", "bigint", null, true);
    private static final Keyset NEWEST = Keyset.newestFirst("m");
    private static final Keyset LATEST_CONVERSATION = new Keyset("c.last_message_at", "timestamptz", "c.peer", true);

    private static final Columns COUNTERS =
            Columns.of("c.peer", "c.last_seq", "c.last_read_seq", "c.peer_last_read_seq", "c.last_message_at");

    /**
     * Increments the conversation's counter under its row lock and inserts the message with that number. A second use of a
     * client_msg_id violates its unique key, which undoes the whole statement, so that the numbers have no gap. The receiver is
     * checked before a new conversation counts for the limit; an existing conversation does not count.
     */
    static final String SEND = """
            with receiver as materialized (
              select r.id from users r
              where r.id = #{peer} and r.is_active
                and %3$s
            ), conversation as (
              insert into conversations as c (user_low, user_high, last_seq, low_read_seq, high_read_seq)
              select least(#{caller}::uuid, r.id), greatest(#{caller}::uuid, r.id), 1,
                     (#{caller}::uuid < r.id)::int, (#{caller}::uuid > r.id)::int
              from receiver r
              where case when #{max_per_hour}::int = 0 or exists (select from conversations where %2$s) then true
                         else begin_conversation(#{caller}, r.id, #{max_per_hour}::int, #{max_per_day}::int) end
              on conflict (user_low, user_high) do update set
                last_seq = c.last_seq + 1,
                low_read_seq = case when c.user_low = #{caller} then c.last_seq + 1 else c.low_read_seq end,
                high_read_seq = case when c.user_high = #{caller} then c.last_seq + 1 else c.high_read_seq end,
                last_message_at = now()
              returning last_seq, case when user_low = #{caller} then high_read_seq else low_read_seq end as receiver_read_seq
            ), m as (
              insert into messages as m (id, sender_id, receiver_id, seq, order_id, content, client_msg_id)
              select #{id}, #{caller}, #{peer}, last_seq, #{order}, #{content}, #{client_msg_id} from conversation
              returning %1$s
            )
            select %1$s, m.seq - conversation.receiver_read_seq as receiver_unread, 0::bigint as sender_unread from m, conversation
            """.formatted(Message.COLUMNS, IS_CONVERSATION, IS_ORDER_THEIRS);

    /**
     * The same for messages in different conversations. It waits for no lock of a conversation that exists: such a message is not saved,
     * and neither is one that is not allowed, or that begins a conversation while the number of these is limited. Conversations are
     * begun in the order of their keys, and messages inserted in the order of theirs, so that two statements with the same ones do not wait
     * for each other in a circle.
     */
    static final String SEND_ALL = UnsavedMessage.COLUMNS.statement("""
            allowed as materialized (
              select id, sender_id, receiver_id, order_id, content, client_msg_id,
                     least(sender_id, receiver_id) as user_low, greatest(sender_id, receiver_id) as user_high
              from request u
              where (select r.is_active from users r where r.id = u.receiver_id)
                and (u.order_id is null or exists (
                  select from orders o where o.id = u.order_id
                    and (o.client_id, o.freelancer_id) in ((u.sender_id, u.receiver_id), (u.receiver_id, u.sender_id))))
            ), locked as materialized (
              select u.id, u.sender_id, c.user_low, c.user_high
              from allowed u join conversations c on c.user_low = u.user_low and c.user_high = u.user_high
              for no key update of c skip locked
            ), continued as (
              update conversations c set
                last_seq = c.last_seq + 1,
                low_read_seq = case when c.user_low = l.sender_id then c.last_seq + 1 else c.low_read_seq end,
                high_read_seq = case when c.user_high = l.sender_id then c.last_seq + 1 else c.high_read_seq end,
                last_message_at = now()
              from locked l where c.user_low = l.user_low and c.user_high = l.user_high
              returning l.id, c.last_seq, case when c.user_low = l.sender_id then c.high_read_seq else c.low_read_seq end as receiver_read_seq
            ), begun as (
              insert into conversations (user_low, user_high, last_seq, low_read_seq, high_read_seq)
              select user_low, user_high, 1, (sender_id < receiver_id)::int, (sender_id > receiver_id)::int
              from allowed u
              where #{max_per_hour}::int = 0
                and not (select exists (select from conversations c where c.user_low = u.user_low and c.user_high = u.user_high))
              order by user_low, user_high
              on conflict do nothing
              returning user_low, user_high, last_seq
            ), conversation as materialized (
              select id, last_seq, receiver_read_seq from continued
              union all
              select u.id, b.last_seq, 0 from begun b join allowed u on u.user_low = b.user_low and u.user_high = b.user_high
            ), m as (
              insert into messages as m (id, sender_id, receiver_id, seq, order_id, content, client_msg_id)
              select u.id, u.sender_id, u.receiver_id, c.last_seq, u.order_id, u.content, u.client_msg_id
              from conversation c join allowed u on u.id = c.id
              order by u.sender_id, u.client_msg_id
              returning %1$s
            )
            select %1$s, m.seq - c.receiver_read_seq as receiver_unread, 0::bigint as sender_unread
            from m join conversation c on c.id = m.id
            """.formatted(Message.COLUMNS));

    static final String EXPLAIN_SEND = """
            select r.is_active, %s as is_order_theirs,
              case when #{max_per_hour}::int > 0 then
                ceil(extract(epoch from next_conversation_at(#{caller}, #{max_per_hour}::int, #{max_per_day}::int) - now()))::int
              end as retry_after_s
            from users r where r.id = #{peer}
            """.formatted(IS_ORDER_THEIRS);

    static final String FIND_BY_CLIENT_ID =
            "select %s from messages m where m.sender_id = #{caller} and m.client_msg_id = #{client_msg_id}"
                    .formatted(Message.COLUMNS);

    /** Returns one row without a message if the user exists but the conversation is empty. */
    static final String LIST = PagedSelect.of(
            Message.COLUMNS,
            """
            select %1$s from users u left join lateral (
              select %1$s from messages m
              where %2$s and %3$s and m.seq < #{before_seq}::bigint and m.seq > #{after_seq}::bigint %4$s
            ) m on true
            where u.id = #{peer}
            """.formatted(Message.COLUMNS, IS_IN_CONVERSATION, LATEST_MESSAGE.after(), LATEST_MESSAGE.page())
                    + LATEST_MESSAGE.order(),
            LATEST_MESSAGE.orderOfResult());

    static final String LIST_OF_ORDER = PagedSelect.of(
            Message.COLUMNS,
            """
            select %1$s from orders o left join lateral (
              select %1$s from messages m where m.order_id = o.id and %2$s %3$s
            ) m on true
            where o.id = #{order} and
            """.formatted(Message.COLUMNS, NEWEST.after(), NEWEST.page()) + OrderAccess.IS_VISIBLE + NEWEST.order(),
            NEWEST.orderOfResult());

    private static final String WITH_LAST_MESSAGE = """
             left join messages m on least(m.sender_id, m.receiver_id) = least(#{caller}::uuid, c.peer)
               and greatest(m.sender_id, m.receiver_id) = greatest(#{caller}::uuid, c.peer) and m.seq = c.last_seq
            """;

    private static final Columns CONVERSATION_COLUMNS =
            COUNTERS.withText("u.full_name", "u.avatar_url").with(Message.COLUMNS);

    static final String CONVERSATIONS = PagedSelect.of(
            CONVERSATION_COLUMNS,
            """
            select %s
            from (select %s from (%s) c where %s %s) c
            join users u on u.id = c.peer
            """.formatted(
                                    CONVERSATION_COLUMNS,
                                    COUNTERS,
                                    CONVERSATIONS_OF_CALLER,
                                    LATEST_CONVERSATION.after(),
                                    LATEST_CONVERSATION.page())
                    + WITH_LAST_MESSAGE
                    + LATEST_CONVERSATION.order(),
            LATEST_CONVERSATION.orderOfResult());

    static final String CONVERSATION = """
            select c.peer, coalesce(c.last_seq, 0) as last_seq, coalesce(c.last_read_seq, 0) as last_read_seq,
                   coalesce(c.peer_last_read_seq, 0) as peer_last_read_seq, c.last_message_at,
                   u.full_name, u.avatar_url, %s
            from (select u.id as peer, s.last_seq, s.last_read_seq, s.peer_last_read_seq, s.last_message_at
                  from users u left join (%s) s on s.peer = u.id where u.id = #{peer}) c
            join users u on u.id = c.peer
            """.formatted(Message.COLUMNS, CONVERSATIONS_OF_CALLER) + WITH_LAST_MESSAGE;

    /** Never moves the mark back. The lock makes {@code has_moved} exact. */
    static final String MARK_READ = """
            with before as (
              select user_low, user_high, last_seq,
                     case when user_low = #{caller} then low_read_seq else high_read_seq end as read_seq
              from conversations where %s for no key update
            ), moved as (
              update conversations c set
                low_read_seq = case when c.user_low = #{caller} then #{up_to_seq} else c.low_read_seq end,
                high_read_seq = case when c.user_high = #{caller} then #{up_to_seq} else c.high_read_seq end
              from before b
              where c.user_low = b.user_low and c.user_high = b.user_high
                and #{up_to_seq} > b.read_seq and #{up_to_seq} <= b.last_seq
              returning 1
            )
            select b.last_seq, greatest(b.read_seq, least(#{up_to_seq}, b.last_seq)) as last_read_seq,
                   exists (select from moved) as has_moved
            from before b
            """.formatted(IS_CONVERSATION);

    /** What a client needs when it connects: its most recent conversations, and the total of unread messages. */
    static final String OVERVIEW =
            """
            select %s, %s as unread_total from (%s) c
            %s limit #{limit}
            """.formatted(COUNTERS, UnreadTotal.of("#{caller}"), CONVERSATIONS_OF_CALLER, LATEST_CONVERSATION.order());

    /** The conversations that a sync covers: the most recent ones and the requested ones. */
    static final String TO_SYNC = """
            select %1$s from (
              select %1$s, row_number() over (%3$s) as recency from (%2$s) c) c
            where c.recency <= #{limit} or c.peer = any(#{requested}::uuid[])
            order by c.recency
            """.formatted(COUNTERS, CONVERSATIONS_OF_CALLER, LATEST_CONVERSATION.order());

    static final String MISSING = PagedSelect.of(
            Message.COLUMNS,
            "select %s from messages m where %s and m.seq > #{after_seq} order by m.seq limit #{rows}"
                    .formatted(Message.COLUMNS, IS_IN_CONVERSATION),
            "seq",
            MAX_BATCH_BYTES);

    private static final Columns SAVED = Message.COLUMNS.with(
            Columns.of(
                    "m.tx",
                    "c.last_seq - case when m.receiver_id = c.user_low then c.low_read_seq else c.high_read_seq end as receiver_unread",
                    "c.last_seq - case when m.sender_id = c.user_low then c.low_read_seq else c.high_read_seq end as sender_unread"));

    static final String BY_IDS = PagedSelect.of(SAVED, """
            select %s
            from messages m
            join conversations c on c.user_low = least(m.sender_id, m.receiver_id)
              and c.user_high = greatest(m.sender_id, m.receiver_id)
            where m.id = any(#{ids}::uuid[])
            """.formatted(SAVED), "tx, seq");

    private ChatSql() {}
}
