package dev.guildhall.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChatServiceTest {
    @Test
    void hasOneLockForTheConversationOfTwoUsersWhoeverWrites() {
        UUID anna = UUID.randomUUID();
        UUID bert = UUID.randomUUID();
        assertThat(ChatService.lockKey(anna, bert)).isEqualTo(ChatService.lockKey(bert, anna));
        assertThat(ChatService.lockKey(anna, bert)).isNotEqualTo(ChatService.lockKey(anna, UUID.randomUUID()));
    }
}
