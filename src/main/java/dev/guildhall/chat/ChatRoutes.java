package dev.guildhall.chat;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import dev.guildhall.http.Api;
import dev.guildhall.http.Routes;

/** The routes of messages and conversations, except that of the WebSocket. */
public final class ChatRoutes implements Routes {
    private final ChatHandler chat;

    public ChatRoutes(ChatService chat) {
        this.chat = new ChatHandler(chat);
    }

    @Override
    public void mount(Api api) {
        api.userWithoutWriteRate(POST, "/messages", chat::send);
        api.user(GET, "/messages/:user_id", chat::list);
        api.user(GET, "/orders/:id/messages", chat::listOfOrder);
        api.user(GET, "/conversations", chat::listConversations);
        api.user(GET, "/conversations/:user_id", chat::findConversation);
        api.userWithoutWriteRate(PUT, "/conversations/:user_id/read", chat::markRead);
    }
}
