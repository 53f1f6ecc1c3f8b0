package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.LargeMarket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("Filling the tables uses all processors")
class ChatPlansIT {
    @Tag("DATA-11")
    @ParameterizedTest
    @MethodSource
    void usesNoSequentialScan(String statement) {
        assertThat(LargeMarket.planOfRead(statement)).doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }

    @Test
    @Tag("DATA-11")
    void usesTheIndexesForMessages() {
        assertThat(LargeMarket.planOfRead(ChatSql.LIST)).contains("messages_conversation_key on messages");
        assertThat(LargeMarket.planOfRead(ChatSql.LIST_OF_ORDER)).contains("messages_order_idx on messages");
    }

    static Stream<String> usesNoSequentialScan() {
        return Stream.of(
                ChatSql.SEND,
                ChatSql.SEND_ALL,
                ChatSql.EXPLAIN_SEND,
                ChatSql.FIND_BY_CLIENT_ID,
                ChatSql.LIST,
                ChatSql.LIST_OF_ORDER,
                ChatSql.CONVERSATIONS,
                ChatSql.CONVERSATION,
                ChatSql.MARK_READ,
                ChatSql.OVERVIEW,
                ChatSql.TO_SYNC,
                ChatSql.MISSING,
                ChatSql.BY_IDS);
    }
}
