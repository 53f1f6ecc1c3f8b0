// Generated from the contract by `npm run types`. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Hello: {
            /** @constant */
            type: "hello";
            connection_id: components["schemas"]["Id"];
            user_id: components["schemas"]["Id"];
            server_time: components["schemas"]["Timestamp"];
            /** @description When this socket will be closed at the latest, 15 s after the end of its token; `renew` moves it. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description Most recent first. */
            conversations: components["schemas"]["ConversationCounters"][];
            /** @description Over all conversations. */
            unread_total: components["schemas"]["Count"];
        };
        MessageAck: {
            /** @constant */
            type: "message.ack";
            client_msg_id: components["schemas"]["OptionalId"];
            message: components["schemas"]["Message"];
        };
        MessageNew: {
            /** @constant */
            type: "message.new";
            message: components["schemas"]["Message"];
            /** @description How much of this conversation whoever gets this frame has not read. */
            unread_count: components["schemas"]["Count"];
        };
        Synced: {
            /** @constant */
            type: "synced";
            /** @description With whom more than 500 messages were missing. The newest 500 were sent; page the rest by REST. */
            partial: components["schemas"]["Id"][];
        };
        MessageWasRead: {
            /** @constant */
            type: "message.read";
            reader_id: components["schemas"]["Id"];
            /** @description The other person of the conversation, seen from whoever gets this frame. */
            user_id: components["schemas"]["Id"];
            up_to_seq: components["schemas"]["Seq"];
        };
        OrderWasUpdated: {
            /** @constant */
            type: "order.updated";
            order_id: components["schemas"]["Id"];
            status: components["schemas"]["OrderStatus"];
            payment_status: components["schemas"]["PaymentStatus"];
            action: components["schemas"]["UpdateAction"];
            /** @description Null where a timer acted. */
            actor_id: components["schemas"]["OptionalId"];
            version: components["schemas"]["Version"];
        };
        ReviewWasPosted: {
            /** @constant */
            type: "review.posted";
            review_id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
        };
        Error: {
            /** @constant */
            type: "error";
            /** @description The name of the HTTP status. */
            title: string;
            /**
             * @description The HTTP status that REST would have answered with.
             * @enum {unknown}
             */
            status: 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503;
            /**
             * @description For programs, as in `openapi.yaml`.
             * @enum {unknown}
             */
            code: "malformed_json" | "auth_invalid" | "auth_expired" | "user_unknown" | "user_deactivated" | "forbidden" | "not_found" | "user_inactive" | "client_msg_id_reused" | "too_many_new_conversations" | "validation_failed" | "message_self" | "rate_limited" | "internal_error" | "database_unavailable" | "busy" | "overloaded";
            /** @description For people. */
            detail: string;
            /** @description The bad fields at once, where fields are to blame; of many the first 20. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * @description Where more fields are bad than `errors` names.
             * @constant
             */
            errors_truncated?: true;
            /** @description With `too_many_new_conversations` only. In how many seconds another one may be begun. */
            retry_after?: number;
            /** @description That of the refused frame, where it had one that could be read. */
            client_msg_id?: components["schemas"]["Id"];
        };
        Drain: {
            /** @constant */
            type: "drain";
            /** @description How long to wait before connecting again; another number for each socket. */
            reconnect_after_ms: number;
        };
        Typing: {
            /** @constant */
            type: "typing";
            user_id: components["schemas"]["Id"];
        };
        Renewed: {
            /** @constant */
            type: "renewed";
            /** @description When this socket will be closed at the latest. */
            expires_at: components["schemas"]["Timestamp"];
        };
        MessageSend: {
            /** @constant */
            type?: "message.send";
            receiver_id: components["schemas"]["Id"];
            /** @description Text of any lines and characters but NUL, not blank; stored as sent. */
            content: string;
            /** @description The order it is about, one of these two people. */
            order_id?: components["schemas"]["OptionalId"];
            /** @description Made by the sender's device, so that a retry is known as one. */
            client_msg_id?: components["schemas"]["OptionalId"];
        };
        Sync: {
            /** @constant */
            type: "sync";
            /** @description How far the device has got, by the other person's id. A conversation of `hello` that is absent counts as 0; one that does not exist is passed over. Some 300 of them fit into a frame. */
            seen: {
                [key: string]: components["schemas"]["Seq"];
            };
        };
        ReadMark: {
            /** @constant */
            type: "message.read";
            user_id: components["schemas"]["Id"];
            up_to_seq: components["schemas"]["Seq"];
        };
        Renew: {
            /** @constant */
            type: "renew";
            ticket: string;
        };
        /** @description Where the conversation with one user stands. */
        ConversationCounters: {
            user_id: components["schemas"]["Id"];
            last_seq: components["schemas"]["Seq"];
            last_read_seq: components["schemas"]["Seq"];
            peer_last_read_seq: components["schemas"]["Seq"];
            unread_count: components["schemas"]["Count"];
        };
        OptionalId: components["schemas"]["Id"] | null;
        /** Format: int64 */
        Count: number;
        /** @description A row of the history; or what changes an order without one. Of an accepted proposal it is `agree-extend` or `agree-cancel`. */
        UpdateAction: components["schemas"]["EventAction"] | ("propose-extend" | "propose-cancel" | "decline" | "withdraw" | "add-statement");
        /**
         * Format: uuid
         * @example 0199d3a0-1111-7a1b-8c2d-000000000001
         */
        Id: string;
        /**
         * Format: date-time
         * @description UTC, with exactly six fraction digits.
         * @example 2026-11-23T07:11:00.123456Z
         */
        Timestamp: string;
        /**
         * Format: int64
         * @description Counts 1, 2, 3, … without gaps within the conversation of two users; 0 is before the first.
         * @example 17
         */
        Seq: number;
        /**
         * Format: int32
         * @description Raised by one with each change.
         * @example 7
         */
        Version: number;
        Message: {
            id: components["schemas"]["Id"];
            seq: components["schemas"]["Seq"];
            sender_id: components["schemas"]["Id"];
            receiver_id: components["schemas"]["Id"];
            /** Format: uuid */
            order_id: string | null;
            content: string;
            /** Format: uuid */
            client_msg_id: string | null;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @enum {string} */
        OrderStatus: "PENDING_PAYMENT" | "PAYMENT_SUBMITTED" | "PAYMENT_CONFIRMED" | "IN_PROGRESS" | "SUBMITTED" | "REVISION_REQUESTED" | "COMPLETED" | "DISPUTED" | "CANCELLED";
        /** @enum {string} */
        PaymentStatus: "PENDING" | "SUBMITTED" | "CONFIRMED" | "REJECTED" | "REFUND_DUE" | "REFUND_SENT" | "REFUNDED";
        /**
         * @description What may happen, the placing, what was agreed and the timers included.
         * @enum {string}
         */
        EventAction: "place" | "submit-payment" | "withdraw-payment" | "confirm-payment" | "reject-payment" | "start" | "submit-work" | "approve" | "revision" | "cancel" | "submit-refund" | "confirm-refund" | "dispute" | "resolve" | "agree-extend" | "agree-cancel" | "auto-approve" | "auto-cancel" | "auto-dispute" | "auto-confirm-refund";
        /** @description One bad field. `pointer` for the body, a JSON pointer as a URI fragment (RFC 6901), `parameter` for path, query and headers. An invented name is cut after about 100 characters and ends in `...` then. */
        FieldError: {
            pointer?: string;
            parameter?: string;
            code: components["schemas"]["FieldCode"];
            detail: string;
        };
        /** @enum {string} */
        FieldCode: "required" | "unknown_field" | "wrong_type" | "blank" | "too_short" | "too_long" | "too_small" | "too_large" | "too_precise" | "too_common" | "invalid_format" | "invalid_character" | "not_allowed";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
