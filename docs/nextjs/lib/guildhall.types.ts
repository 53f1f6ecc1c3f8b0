// Generated from the contract by `npm run types`. Do not edit.

export interface paths {
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your own profile
         * @description Everything about the caller, with email, admin right and the number of unread messages.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your own profile
         * @description Payment instructions tell clients where to pay. They are copied into each new order; orders placed while there were none get the first ones that are set. Send only what was changed, with `If-Match`: a page that was opened long ago must not take newer payment instructions back.
         */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/me/sign-out-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all your sessions
         * @description The token of this request and all of sessions that began before it are 401 `auth_expired` from now on, and the sockets close. One that began up to 15 s before this moment and after the presented one stays, since clocks differ.
         */
        post: operations["signOutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody, newest first, for admins
         * @description Deactivated people too. Other people get 403.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * A user's public profile
         * @description 404 while a user is deactivated, for all but admins: it is how a profile is taken down. Orders and reviews keep their summaries.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Deactivate or reactivate a user
         * @description Admins only, and not oneself (422). A deactivated user's tokens stop working and sockets close on every node within five seconds; their profile and gigs are hidden. Saying what is so already changes nothing. What was done, and why, is kept in `/moderation-events`. Somebody with whom the admin has an order that is not final is 409 `own_order`, for another admin to decide.
         */
        patch: operations["moderateUser"];
        trace?: never;
    };
    "/users/{id}/gigs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * A freelancer's gigs, newest first
         * @description The active ones, and none of a deactivated user or of one with an overdue refund; the freelancer and admins see all but the deleted ones, which are gone for everyone.
         */
        get: operations["listUserGigs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/same-payment-instructions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Other accounts with the same payment instructions, for admins
         * @description To find somebody who owes a refund under another name. Deactivated users too; nobody where this user has no payment instructions. Other people get 403.
         */
        get: operations["listUsersWithSamePaymentInstructions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Reviews that a user received or gave, newest first
         * @description Of a deactivated user they are 404, for all but admins.
         */
        get: operations["listUserReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/moderation-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was moderated, newest first, for admins
         * @description One item for each user deactivated or reactivated, gig taken down or restored, and admin right granted or revoked. Nothing in it ever changes or goes.
         */
        get: operations["listModerationEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gigs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Browse and search the active gigs
         * @description Inactive gigs are never here, not even for their owner, who finds them at `/users/{id}/gigs`. Neither are the gigs of freelancers with an overdue refund.
         */
        get: operations["listGigs"];
        put?: never;
        /**
         * Offer a gig
         * @description Whoever is signed in may offer gigs; no other role is needed.
         */
        post: operations["createGig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/gigs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * One gig
         * @description An inactive gig, or one of a deactivated user, is 404 for all but its owner and admins.
         */
        get: operations["getGig"];
        put?: never;
        post?: never;
        /**
         * Withdraw a gig for good
         * @description For its owner. Gone for everyone, a second time 404; orders placed before live on.
         */
        delete: operations["deleteGig"];
        options?: never;
        head?: never;
        /**
         * Change a gig
         * @description For its owner. Orders keep what was agreed. An empty change leaves the version as it is, any other raises it by one. An admin may send `is_active` for a gig of somebody else, with a `reason` and nothing else: false takes the gig down, true lifts that and does no more. Saying what is so already changes nothing. While a gig is taken down, it is inactive; its owner may change everything about it, but to send `is_active: true` is 409 `gig_taken_down`. Restored, it is as active as before, unless its owner has sent `is_active: false` since.
         */
        patch: operations["updateGig"];
        trace?: never;
    };
    "/order-transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The one table of what may happen to an order
         * @description A frontend rather shows what an order's `allowed_actions` offer. From PAYMENT_CONFIRMED, `submit-work` passes through IN_PROGRESS and leaves two rows in the history. `agree-extend` and `agree-cancel` have no path: they are made by accepting a proposal.
         */
        get: operations["listOrderTransitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your orders, newest first
         * @description Those that you placed and those placed with you, whatever their status. The disputes that wait for an admin: `role=admin&status=DISPUTED&sort=waiting`.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Order a gig
         * @description Title, price and delivery time are copied from the gig at this moment. Your own gig is 422 `order_self`; an inactive or deleted one, or one of a deactivated user, 409 `gig_inactive`; another price than `expected_price`, 409 `gig_price_changed`; one of a freelancer with an overdue refund, 409 `freelancer_owes_refund`. More than `MAX_OPEN_ORDERS` (20) with one freelancer that are neither completed nor cancelled, 409 `too_many_open_orders`.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * One order
         * @description For its two parties and admins; it does not exist for anyone else.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{id}/submit-payment": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Say that you paid, and how to find it
         * @description The client, in PENDING_PAYMENT. Another amount than the order's is accepted and shown by `amount_matches: false`; a reference that the freelancer already confirmed, however it is spelled, is 409 `payment_reference_used`.
         */
        patch: operations["submitPayment"];
        trace?: never;
    };
    "/orders/{id}/withdraw-payment": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Take a wrong proof back
         * @description The client, in PAYMENT_SUBMITTED, back to PENDING_PAYMENT; in a dispute about whether the payment came, which ends the order.
         */
        patch: operations["withdrawPayment"];
        trace?: never;
    };
    "/orders/{id}/confirm-payment": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Confirm that the money arrived
         * @description The freelancer, in PAYMENT_SUBMITTED, and in a dispute about whether the payment came. Of any number of simultaneous calls one is 200, the others 409.
         */
        patch: operations["confirmPayment"];
        trace?: never;
    };
    "/orders/{id}/reject-payment": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Say that the money did not arrive
         * @description The freelancer, in PAYMENT_SUBMITTED, back to PENDING_PAYMENT. The proof moves to the history.
         */
        patch: operations["rejectPayment"];
        trace?: never;
    };
    "/orders/{id}/start": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Begin to work
         * @description The freelancer, in PAYMENT_CONFIRMED.
         */
        patch: operations["startWork"];
        trace?: never;
    };
    "/orders/{id}/submit-work": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Hand the work in
         * @description The freelancer, in IN_PROGRESS or REVISION_REQUESTED; from PAYMENT_CONFIRMED it starts the work as well.
         */
        patch: operations["submitWork"];
        trace?: never;
    };
    "/orders/{id}/approve": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Accept the work
         * @description The client, in SUBMITTED. The order is COMPLETED and both may review.
         */
        patch: operations["approveWork"];
        trace?: never;
    };
    "/orders/{id}/revision": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Ask for a change
         * @description The client, in SUBMITTED.
         */
        patch: operations["requestRevision"];
        trace?: never;
    };
    "/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Call the order off
         * @description Either party in PENDING_PAYMENT; afterwards, until it is disputed or handed in, the freelancer, who then owes a refund. Both together can end it later too, by a proposal.
         */
        patch: operations["cancelOrder"];
        trace?: never;
    };
    "/orders/{id}/submit-refund": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Say that you sent the money back, and how to find it
         * @description The freelancer, while a refund is due. Less than the order's `refund_amount` is 422; a reference that has proven another refund of theirs is 409 `payment_reference_used`.
         */
        patch: operations["submitRefund"];
        trace?: never;
    };
    "/orders/{id}/confirm-refund": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Confirm that the money came back
         * @description The client, while a refund is due or said to be sent. The order is CANCELLED then and REFUNDED.
         */
        patch: operations["confirmRefund"];
        trace?: never;
    };
    "/orders/{id}/dispute": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Call an admin
         * @description Either party, from the first proof of payment until the work is approved. The client also while a refund is due, unless an admin has decided it, and once for each refund that was said to be sent; and, until `appeal_by`, after work was approved or a refund confirmed by itself. Whose proof was rejected, or whose order was cancelled unpaid (until `appeal_by`), and who did pay, says so by a proof, with the fields of `submit-payment`.
         */
        patch: operations["disputeOrder"];
        trace?: never;
    };
    "/orders/{id}/resolve": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Settle a dispute
         * @description An admin who is not a party, in DISPUTED, once both sides have spoken or `respond_by` is over (409 `dispute_unanswered`). COMPLETED and IN_PROGRESS count the payment as made and verify the proof; IN_PROGRESS is possible once in an order, and gives it a new `deliver_by`. CANCELLED leaves a refund due if the payment was made, else the payment is REJECTED.
         */
        patch: operations["resolveDispute"];
        trace?: never;
    };
    "/orders/{id}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * What the parties have proposed to each other, newest first
         * @description The open one, and those that were accepted, declined, withdrawn, expired or overtaken. For the parties and admins.
         */
        get: operations["listProposals"];
        put?: never;
        /**
         * Propose a new date, or an end with a refund
         * @description A party, while `allowed_actions` of the order has `propose-extend` or `propose-cancel`. `extend` moves `deliver_by` to `days` days after now or after itself, whichever is later, and at most 365 days from now (422); `cancel` ends the order and leaves `refund_amount` due. One proposal is open at a time: one's own is withdrawn by a new one, beside the other party's it is 409 `proposal_open`. It stops no deadline, ends at `expires_at`, and is overtaken by any move of the order. It raises the order's version.
         */
        post: operations["createProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{id}/proposals/{proposal_id}/accept": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
                /** @description Of a proposal of this order. Anything but a UUID is 400 `malformed_id`. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Agree to a proposal
         * @description The party that did not make it. The order moves at once, by `agree-extend` or `agree-cancel`, with who accepts as the actor.
         */
        patch: operations["acceptProposal"];
        trace?: never;
    };
    "/orders/{id}/proposals/{proposal_id}/decline": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
                /** @description Of a proposal of this order. Anything but a UUID is 400 `malformed_id`. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Refuse a proposal
         * @description The party that did not make it. The order stays as it is.
         */
        patch: operations["declineProposal"];
        trace?: never;
    };
    "/orders/{id}/proposals/{proposal_id}/withdraw": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
                /** @description Of a proposal of this order. Anything but a UUID is 400 `malformed_id`. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Take a proposal back
         * @description The party that made it. The order stays as it is.
         */
        patch: operations["withdrawProposal"];
        trace?: never;
    };
    "/orders/{id}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * What was said in the disputes of an order, oldest first
         * @description In all of its disputes. Nothing in it ever changes or goes. For the parties and admins.
         */
        get: operations["listStatements"];
        put?: never;
        /**
         * Say something in a dispute
         * @description The parties and admins, in DISPUTED (409 `not_disputed`). A side says at most 20 things in one dispute (409 `too_many_statements`); the admins are a side. It raises the order's version.
         */
        post: operations["addStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Everything that happened to an order, oldest first
         * @description One item a transition, the placing included. For the parties and admins.
         */
        get: operations["listOrderHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{id}/payment-proofs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Every proof of payment that was ever handed in, newest first
         * @description The present one, and those that were rejected or withdrawn. For the parties and admins.
         */
        get: operations["listPaymentProofs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * What the two parties said about each other, newest first
         * @description For the parties and admins.
         */
        get: operations["listOrderReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * The messages that were written about an order, newest first
         * @description Those with this `order_id`, for the parties and admins.
         */
        get: operations["listOrderMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review the other party of a completed order
         * @description Once per order and party; whom it is about follows from the order. An admin who is no party may not (403). It raises the order's version, since `can_review` changes.
         */
        post: operations["createReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write to another user
         * @description Answered once it is stored for good. Send a `client_msg_id` to make retries safe for ever: the same one with the same content, receiver and order is 200 and the first message, anything else under it 409. An order given must be one of the two users (422). Sending implies having read.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other person. Anything but a UUID is 400 `malformed_id`. */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Your conversation with a user, newest first
         * @description Reading it changes nothing, not even what counts as read. Someone unknown, or oneself, is 404. With both bounds it fills a hole: the messages between them, newest first, page by page.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your conversations, the latest message first
         * @description One item for each person that you have written to or got a message from.
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other person. Anything but a UUID is 400 `malformed_id`. */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Where your conversation with a user stands
         * @description Zeros and no last message where nothing was said yet. Someone unknown, or oneself, is 404.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{user_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other person. Anything but a UUID is 400 `malformed_id`. */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Say up to where you have read
         * @description Never moves back, so a lower number changes nothing; beyond the last message is 422.
         */
        put: operations["markRead"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket for one socket
         * @description Good once, within 30 seconds, on any node, for `/ws/{user_id}?ticket=…` of the caller: for sites where cookies do not travel. It refuses with the very problem that the handshake would give, which a browser can not see there; so an `Origin` that is not allowed is 403 with a bearer token too.
         */
        post: operations["createWsTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The user with an email, or the accounts without a usable one
         * @description Either `email`, answered with that user, or `email_conflict`, answered with a page of the accounts that cannot be found by their email: from before this rule, with an address that another account has too (in another spelling) or that cannot exist.
         */
        get: operations["findUsers"];
        put?: never;
        /**
         * Create a user, or find the one who signs in
         * @description An `issuer` and `subject` that are known are 200 with their user, whatever the email says now. Else the email decides. An account whose address was never verified is *claimed* if the request says `email_verified`, and the answer is 200: all its tokens and sockets end; its password, bio, payment instructions and identities go; name and avatar become those of the request; its gigs are switched off, and orders whose payment is not confirmed lose its payment instructions. The answer takes two seconds longer then, so that the session that it begins is a later one. A verified account without a password is 200, unchanged, if the request says `email_verified` and brings no password; with an identity in the request only if the account has none yet, and that one is added. A sign-up that is sent again with the same password is 200 within an hour, as long as the account was never used; a wrong password counts like one of `/internal/credentials/verify`. Any other existing email is 409 `email_taken`. Who has a verified email on `ADMIN_EMAILS` is an admin.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * The user with an id
         * @description With what only the user themselves and admins may see. A deactivated user is found too.
         */
        get: operations["getInternalUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/users/{id}/email": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Change a user's email
         * @description An address of another account is 409 `email_taken`. Without `email_verified` another address is not verified, and another spelling of the same one is what it was.
         */
        put: operations["setEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/users/{id}/email-verification": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * The signed-in user has proven the email
         * @description For the link that the frontend mails. Call it only if whoever opened the link is signed in as this very user: an account that a stranger has made on somebody's address must not become verified by the click of its owner, who *claims* it instead, by `POST /internal/users`.
         */
        put: operations["verifyEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/users/{id}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * By which identities a user signs in
         * @description One item for each account at a provider that was linked to this user.
         */
        get: operations["listIdentities"];
        /**
         * Let a user sign in by one more identity
         * @description Call it only if whoever signed in at the provider is signed in as this very user. Adding it again changes nothing; one that another user has is 409 `identity_taken`, and a user has 20 at most (409 `too_many_identities`).
         */
        put: operations["addIdentity"];
        post?: never;
        /**
         * End the sign-in by an identity
         * @description 204 also if this user does not have it. Tokens of a provider that name it are 401 from then on, and sockets that were opened with them close.
         */
        delete: operations["removeIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/users/{id}/sign-out-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all sessions of a user
         * @description Tokens of sessions that began more than 15 s ago are 401 `auth_expired` from now on, and their sockets close.
         */
        post: operations["signUserOutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set a user's password
         * @description For the reset link that the frontend mails. Tokens of those who signed in more than 15 s before are 401 from now on, and their sockets close.
         */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/credentials/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check an email and a password
         * @description A wrong one is 401 `credentials_invalid`, the same after about the same time whether the email exists or not. Failures within 15 minutes are counted, and beyond a number of them all nodes answer 429, whatever the password. With `client_ip`: ten for one email from one address; 100 from one address for any emails; and 100 for one email from anywhere, which does not hold for addresses that this person has signed in from within 90 days. Without it: ten for one email. Of an IPv6 address its /64 counts. A new password lifts what was counted for its email. No more than four passwords of one address are looked at at once, else 429. 403 `user_deactivated` needs the right one.
         */
        post: operations["verifyCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description No look at the database; restart the node where this fails.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Should the load balancer send requests here?
         * @description No while the database is away, and no from the moment the node begins to drain.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description On `METRICS_PORT` where that is set; else only with the embedded database, for callers on this machine that no proxy forwarded, and 404 for others.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dev/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the clock of a development machine forward
         * @description To try what deadlines do without waiting. It moves the deadlines of all orders and proposals of the market, for all callers, and there is no way back. Only with the embedded database, on a development machine; anywhere else it does not exist (404). Tokens, sessions and everything outside orders keep the real time.
         */
        post: operations["advanceClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description To make clients from. It is the file in the repository of this version.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/asyncapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The contract of the socket
         * @description To make clients of the socket from. It is the file in the repository of this version.
         */
        get: operations["getAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document, to browse and to try
         * @description What the page needs stands beneath `/docs/`; nothing is loaded from elsewhere.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
         * @description An exact amount with as many decimals as the currency beside it has; never read it into a float.
         * @example 49.90
         */
        Money: string;
        /**
         * @description At least one minor unit of the currency and at most 9,999,999,999 and all its decimals. A decimal that the currency does not have is 422 `too_precise`. A JSON number is taken too, and read exactly, although this schema does not say so: in many languages no type is both, and a client made from "a string or a number" could send neither.
         * @example 49.90
         */
        MoneyInput: string;
        /**
         * @description 0, or an amount with at most as many decimals as `CURRENCY` has.
         * @example 100
         */
        PriceLimit: string;
        /**
         * @description The currency of this installation at the time, by ISO 4217.
         * @example USD
         */
        Currency: string;
        /**
         * Format: int32
         * @description Raised by one with each change.
         * @example 7
         */
        Version: number;
        /**
         * Format: int64
         * @description Counts 1, 2, 3, … without gaps within the conversation of two users; 0 is before the first.
         * @example 17
         */
        Seq: number;
        /** @description One line of text, not blank, without control characters and others that do not belong into a line; of at most 120 characters in NFC, in which it is stored. */
        Line: string;
        /** @description Text of any lines and characters but NUL, not blank. */
        Paragraph: string;
        /** @description Text of any lines and characters but NUL. Null or blank means none. */
        OptionalParagraph: string | null;
        /** @example mira@example.com */
        Email: string;
        /**
         * @description An http or https address, or null.
         * @example https://images.example/mira.png
         */
        WebUrl: string | null;
        /**
         * @description An https address, or null.
         * @example https://images.example/receipt.png
         */
        SecureUrl: string | null;
        /**
         * @description An http or https address, with a host that can exist in the DNS, in any script. Null or blank means none.
         * @example https://images.example/mira.png
         */
        WebUrlInput: string | null;
        /**
         * @description An https address, with a host that can exist in the DNS, in any script. Null or blank means none.
         * @example https://images.example/receipt.png
         */
        SecureUrlInput: string | null;
        /**
         * @description Where the next page begins; null at the end.
         * @example eyJhIjoiMjAyNi0xMS0yMCJ9
         */
        Cursor: string | null;
        /**
         * @description From 1, poor, to 5, excellent.
         * @example 5
         */
        Rating: number;
        /**
         * @description The mean of all received ratings with two decimals; null before the first.
         * @example 4.75
         */
        RatingAverage: number | null;
        Empty: Record<string, never>;
        /** @description What a list shows of a user. */
        UserSummary: {
            id: components["schemas"]["Id"];
            full_name: string;
            avatar_url: components["schemas"]["WebUrl"];
            rating_avg: components["schemas"]["RatingAverage"];
            rating_count: number;
        };
        /** @description What anyone may know of a user. */
        User: {
            id: components["schemas"]["Id"];
            full_name: string;
            bio: string | null;
            avatar_url: components["schemas"]["WebUrl"];
            rating_avg: components["schemas"]["RatingAverage"];
            rating_count: number;
            /** @description As client and as freelancer, together. */
            completed_orders: number;
            /** @description Refunds that this freelancer owes and whose `refund_by` is over. While there are any, nobody can order from them, and their gigs are in no list. */
            overdue_refunds: number;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description A user as an admin sees them. */
        ModeratedUser: {
            id: components["schemas"]["Id"];
            full_name: string;
            bio: string | null;
            avatar_url: components["schemas"]["WebUrl"];
            rating_avg: components["schemas"]["RatingAverage"];
            rating_count: number;
            /** @description As client and as freelancer, together. */
            completed_orders: number;
            /** @description How many refunds this user owes whose `refund_by` is over. */
            overdue_refunds: number;
            is_active: boolean;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description A user in the list of admins. */
        ListedUser: {
            id: components["schemas"]["Id"];
            email: components["schemas"]["Email"];
            email_verified: boolean;
            full_name: string;
            is_admin: boolean;
            is_active: boolean;
            /** @description Null while the user is active. */
            deactivation_reason: string | null;
            created_at: components["schemas"]["Timestamp"];
        };
        ListedUserPage: {
            items: components["schemas"]["ListedUser"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        /** @description A user by name. */
        NamedUser: {
            id: components["schemas"]["Id"];
            full_name: string;
        };
        NamedUserPage: {
            items: components["schemas"]["NamedUser"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        /** @description Something done in moderation, about a user or about a gig, which is named as it is called now. */
        ModerationEvent: {
            id: components["schemas"]["Id"];
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description The admin who did it; null where the right of an admin came or went by `ADMIN_EMAILS`.
             */
            actor_id: string | null;
            actor?: components["schemas"]["UserSummary"];
            action: components["schemas"]["ModerationAction"];
            user_id?: components["schemas"]["Id"];
            user?: components["schemas"]["UserSummary"];
            gig_id?: components["schemas"]["Id"];
            /** @description As it is today, or was when the gig was deleted. */
            gig_title?: string;
            /** @description Where the admin gave one. */
            reason?: string;
        };
        /** @enum {string} */
        ModerationAction: "user_deactivated" | "user_reactivated" | "gig_taken_down" | "gig_restored" | "admin_granted" | "admin_revoked";
        ModerationEventPage: {
            items: components["schemas"]["ModerationEvent"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        /** @description A user as they see themselves. */
        Me: {
            id: components["schemas"]["Id"];
            email: components["schemas"]["Email"];
            email_verified: boolean;
            full_name: string;
            bio: string | null;
            avatar_url: components["schemas"]["WebUrl"];
            /** @description Where clients pay. */
            payment_instructions: string | null;
            is_admin: boolean;
            is_active: boolean;
            rating_avg: components["schemas"]["RatingAverage"];
            rating_count: number;
            /** @description As client and as freelancer, together. */
            completed_orders: number;
            /** @description How many refunds you owe whose `refund_by` is over. */
            overdue_refunds: number;
            /**
             * Format: int64
             * @description Unread messages in all conversations.
             */
            unread_total: number;
            /** @description Of email, name, bio, avatar and payment instructions. */
            version: number;
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description All that `Me` has, of the user with an `email`; or, with `email_conflict`, `items` and `next_cursor` of a page. */
        FoundUsers: {
            id?: components["schemas"]["Id"];
            email?: components["schemas"]["Email"];
            email_verified?: boolean;
            full_name?: string;
            bio?: string | null;
            avatar_url?: components["schemas"]["WebUrl"];
            /** @description Where clients pay. */
            payment_instructions?: string | null;
            is_admin?: boolean;
            is_active?: boolean;
            rating_avg?: components["schemas"]["RatingAverage"];
            rating_count?: number;
            /** @description As client and as freelancer, together. */
            completed_orders?: number;
            /** @description How many refunds you owe whose `refund_by` is over. */
            overdue_refunds?: number;
            /**
             * Format: int64
             * @description Unread messages in all conversations.
             */
            unread_total?: number;
            /** @description Of email, name, bio, avatar and payment instructions. */
            version?: number;
            created_at?: components["schemas"]["Timestamp"];
            updated_at?: components["schemas"]["Timestamp"];
            items?: components["schemas"]["ListedUser"][];
            next_cursor?: components["schemas"]["Cursor"];
        };
        MePatch: {
            full_name?: components["schemas"]["Line"];
            bio?: components["schemas"]["OptionalParagraph"];
            avatar_url?: components["schemas"]["WebUrlInput"];
            payment_instructions?: components["schemas"]["OptionalParagraph"];
        };
        UserModeration: {
            is_active: boolean;
            /** @description Needed to deactivate. It is kept in `/moderation-events`. */
            reason?: components["schemas"]["OptionalParagraph"];
        };
        UserInput: {
            email: components["schemas"]["Email"];
            full_name: components["schemas"]["Line"];
            /** @description None for a sign-in by OAuth. One of the 10,000 commonest of at least eight characters is refused as `too_common`. */
            password?: string | null;
            /** @description True only if the email is known to be theirs. */
            email_verified?: boolean | null;
            avatar_url?: components["schemas"]["WebUrlInput"];
            /** @description Who says so, where a provider signs in, as in the `iss` of its tokens. With `subject`, and without `password`. */
            issuer?: string | null;
            /** @description Whom the provider means, as in the `sub` of its tokens. */
            subject?: string | null;
            client_ip?: components["schemas"]["ClientIp"];
        };
        IdentityPart: string;
        IdentityInput: {
            issuer: components["schemas"]["IdentityPart"];
            subject: components["schemas"]["IdentityPart"];
        };
        Identities: {
            items: {
                issuer: components["schemas"]["IdentityPart"];
                subject: components["schemas"]["IdentityPart"];
                created_at: components["schemas"]["Timestamp"];
            }[];
        };
        EmailInput: {
            email: components["schemas"]["Email"];
            /** @description True only if the email is known to be theirs. */
            email_verified?: boolean | null;
        };
        EmailVerification: {
            /** @description The address that was proven; if the account has another one by now, that is 409 `email_changed`. */
            email?: string | null;
        };
        PasswordInput: {
            /** @description One of the 10,000 commonest of at least eight characters is refused as `too_common`. */
            password: string;
        };
        Credentials: {
            /** @description Any text that is not blank; what nobody has is refused like a wrong password. */
            email: string;
            password: string;
            client_ip?: components["schemas"]["ClientIp"];
        };
        /** @description Whom the frontend signs in: one IP address, without port, brackets or zone, as seen by a hop that the frontend trusts. It must not be what the client says of itself. Null or blank means unknown. */
        ClientIp: string | null;
        /** @description Sent to the owner and to admins alone: when an admin took the gig down, and why where they said so; null while it is not taken down. */
        TakenDown: {
            at: components["schemas"]["Timestamp"];
            reason: string | null;
        } | null;
        Gig: {
            id: components["schemas"]["Id"];
            freelancer_id: components["schemas"]["Id"];
            freelancer: components["schemas"]["UserSummary"];
            title: string;
            description: string;
            price: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            delivery_days: number;
            language: components["schemas"]["GigLanguage"];
            is_active: boolean;
            taken_down?: components["schemas"]["TakenDown"];
            version: components["schemas"]["Version"];
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description A gig in a list. Its whole description is at `/gigs/{id}`. */
        GigSummary: {
            id: components["schemas"]["Id"];
            freelancer_id: components["schemas"]["Id"];
            freelancer: components["schemas"]["UserSummary"];
            title: string;
            /** @description The first 300 characters of the description. */
            description_excerpt: string;
            price: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            delivery_days: number;
            language: components["schemas"]["GigLanguage"];
            is_active: boolean;
            taken_down?: components["schemas"]["TakenDown"];
            version: components["schemas"]["Version"];
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
        };
        GigPage: {
            items: components["schemas"]["GigSummary"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        /** @description The tag of a language (BCP 47), without extensions. */
        Language: string;
        /** @description The language in which the gig is written, as a canonical tag (BCP 47) such as `de-AT`. Null if nobody has said it. */
        GigLanguage: string | null;
        /** @description The language in which the gig is written, a tag (BCP 47) without extensions, such as `de` or `pt-BR`; there has to be such a language. It is stored in its canonical form. Null: not said. */
        LanguageInput: string | null;
        /** @description Text of any lines and characters but NUL, not blank. */
        GigDescription: string;
        GigInput: {
            title: components["schemas"]["Line"];
            description: components["schemas"]["GigDescription"];
            price: components["schemas"]["MoneyInput"];
            delivery_days: number;
            language?: components["schemas"]["LanguageInput"];
            /** @description True unless said otherwise; false to publish it later. */
            is_active?: boolean | null;
        };
        GigPatch: {
            title?: components["schemas"]["Line"];
            description?: components["schemas"]["GigDescription"];
            price?: components["schemas"]["MoneyInput"];
            delivery_days?: number;
            language?: components["schemas"]["LanguageInput"];
            is_active?: boolean;
            /** @description Of an admin, who sends it with `is_active` and nothing else (422). The owner sees it. */
            reason?: components["schemas"]["OptionalParagraph"];
        };
        /** @enum {string} */
        OrderStatus: "PENDING_PAYMENT" | "PAYMENT_SUBMITTED" | "PAYMENT_CONFIRMED" | "IN_PROGRESS" | "SUBMITTED" | "REVISION_REQUESTED" | "COMPLETED" | "DISPUTED" | "CANCELLED";
        /** @description Null for the placing. */
        PreviousStatus: ("PENDING_PAYMENT" | "PAYMENT_SUBMITTED" | "PAYMENT_CONFIRMED" | "IN_PROGRESS" | "SUBMITTED" | "REVISION_REQUESTED" | "COMPLETED" | "DISPUTED" | "CANCELLED") | null;
        /** @enum {string} */
        PaymentStatus: "PENDING" | "SUBMITTED" | "CONFIRMED" | "REJECTED" | "REFUND_DUE" | "REFUND_SENT" | "REFUNDED";
        /** @description Null for the placing. */
        PreviousPaymentStatus: ("PENDING" | "SUBMITTED" | "CONFIRMED" | "REJECTED" | "REFUND_DUE" | "REFUND_SENT" | "REFUNDED") | null;
        /**
         * @description What a caller may do: moves, named as in the paths; `propose-extend` and `propose-cancel`, by `POST /orders/{id}/proposals`; and `add-statement`, by `POST /orders/{id}/statements`.
         * @enum {string}
         */
        OrderAction: "submit-payment" | "withdraw-payment" | "confirm-payment" | "reject-payment" | "start" | "submit-work" | "approve" | "revision" | "cancel" | "submit-refund" | "confirm-refund" | "dispute" | "resolve" | "propose-extend" | "propose-cancel" | "add-statement";
        /**
         * @description What may happen, the placing, what was agreed and the timers included.
         * @enum {string}
         */
        EventAction: "place" | "submit-payment" | "withdraw-payment" | "confirm-payment" | "reject-payment" | "start" | "submit-work" | "approve" | "revision" | "cancel" | "submit-refund" | "confirm-refund" | "dispute" | "resolve" | "agree-extend" | "agree-cancel" | "auto-approve" | "auto-cancel" | "auto-dispute" | "auto-confirm-refund";
        /** @enum {string} */
        ActorRole: "client" | "freelancer" | "admin" | "system";
        /** @description What this caller may do with the order now. */
        AllowedActions: components["schemas"]["OrderAction"][];
        /**
         * @description A deadline that ends something, named as in `deadlines`.
         * @enum {string}
         */
        DeadlineName: "pay_by" | "confirm_by" | "approve_by" | "abandon_by" | "refund_by" | "appeal_by" | "respond_by";
        OrderTransition: {
            from: components["schemas"]["PreviousStatus"];
            from_payment_status: components["schemas"]["PreviousPaymentStatus"];
            to_payment_status: components["schemas"]["PaymentStatus"];
            /** @description The last action of the order must be one of these; absent, any. */
            follows?: components["schemas"]["EventAction"][];
            /** @description True, an order makes this move once at most; else absent. */
            once?: boolean;
            /** @description The move is possible while this deadline runs; absent, at any time. */
            until?: components["schemas"]["DeadlineName"];
            /** @description The system makes the move once this deadline is over; absent, it is nothing that the system does. */
            deadline?: components["schemas"]["DeadlineName"];
            /** @description How long the deadline in `until` or `deadline` runs. */
            after?: components["schemas"]["Duration"];
            to: components["schemas"]["OrderStatus"];
            action: components["schemas"]["EventAction"];
            by: components["schemas"]["ActorRole"][];
        };
        OrderTransitionList: {
            items: components["schemas"]["OrderTransition"][];
        };
        /** @description One transition in the history of an order. */
        OrderEvent: {
            from: components["schemas"]["PreviousStatus"];
            to: components["schemas"]["OrderStatus"];
            action: components["schemas"]["EventAction"];
            /**
             * Format: uuid
             * @description Null for a timer.
             */
            actor_id: string | null;
            actor_role: components["schemas"]["ActorRole"];
            /** @description The reason or note that was given, if any. */
            note: string | null;
            created_at: components["schemas"]["Timestamp"];
        };
        OrderEventPage: {
            items: components["schemas"]["OrderEvent"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        /** @description What runs out when; null where nothing runs. What is due happens a little later; until then every move is possible that the status allows. */
        Deadlines: {
            /**
             * Format: date-time
             * @description In PENDING_PAYMENT; then the order is cancelled by itself.
             */
            pay_by: string | null;
            /**
             * Format: date-time
             * @description In PAYMENT_SUBMITTED; then an admin is called by itself. In CANCELLED/REFUND_SENT; then the refund is confirmed by itself.
             */
            confirm_by: string | null;
            /**
             * Format: date-time
             * @description In PAYMENT_CONFIRMED, IN_PROGRESS and REVISION_REQUESTED: the delivery days after the payment was confirmed or an admin sent the order back to work, or what was agreed since. Nothing happens by itself then.
             */
            deliver_by: string | null;
            /**
             * Format: date-time
             * @description In SUBMITTED; then the work is approved by itself.
             */
            approve_by: string | null;
            /**
             * Format: date-time
             * @description In PAYMENT_CONFIRMED, IN_PROGRESS and REVISION_REQUESTED, some time after `deliver_by`; then an admin is called by itself.
             */
            abandon_by: string | null;
            /**
             * Format: date-time
             * @description While a refund is due; from then on it is overdue. Unless an admin has decided it, an admin is called by itself then.
             */
            refund_by: string | null;
            /**
             * Format: date-time
             * @description In COMPLETED and CANCELLED, where the client can call an admin until then; null once it is over.
             */
            appeal_by: string | null;
            /**
             * Format: date-time
             * @description In DISPUTED; from then on an admin can decide though one side is silent.
             */
            respond_by: string | null;
        };
        /**
         * @description A new date of delivery, or the end of the order with a refund.
         * @enum {string}
         */
        ProposalKind: "extend" | "cancel";
        /**
         * @description `overtaken`: the order has moved in another way since.
         * @enum {string}
         */
        ProposalStatus: "open" | "accepted" | "declined" | "withdrawn" | "expired" | "overtaken";
        /** @enum {string} */
        PartyRole: "client" | "freelancer";
        /** @description What this caller may do with the proposal now, named as in the paths. */
        ProposalActions: components["schemas"]["ProposalAction"][];
        /**
         * @description How a party closes a proposal.
         * @enum {string}
         */
        ProposalAction: "accept" | "decline" | "withdraw";
        /** @description What one party of an order proposes to the other. */
        Proposal: {
            id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
            kind: components["schemas"]["ProposalKind"];
            /** @description Of an `extend`. */
            days: number | null;
            /** @description Of a `cancel`. */
            refund_amount: string | null;
            note: string | null;
            proposed_by: components["schemas"]["PartyRole"];
            status: components["schemas"]["ProposalStatus"];
            created_at: components["schemas"]["Timestamp"];
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description Null while it is open.
             */
            closed_at: string | null;
            allowed_actions: components["schemas"]["ProposalActions"];
        };
        /** @description The proposal of the order that is open; null where none is. */
        OpenProposal: {
            id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
            kind: components["schemas"]["ProposalKind"];
            /** @description Of an `extend`. */
            days: number | null;
            /** @description Of a `cancel`. */
            refund_amount: string | null;
            note: string | null;
            proposed_by: components["schemas"]["PartyRole"];
            status: components["schemas"]["ProposalStatus"];
            created_at: components["schemas"]["Timestamp"];
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description Null while it is open.
             */
            closed_at: string | null;
            allowed_actions: components["schemas"]["ProposalActions"];
        } | null;
        ProposalPage: {
            items: components["schemas"]["Proposal"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        ProposalInput: {
            kind: components["schemas"]["ProposalKind"];
            /** @description Required for `extend`, and only there. At most until 365 days from now (422 `too_large`). */
            days?: number | null;
            /** @description Required for `cancel`, and only there: how much the freelancer pays back, at most the order's `amount`. */
            refund_amount?: string | null;
            note?: components["schemas"]["OptionalParagraph"];
        };
        /** @description The dispute that the order is in; null where it is in none. */
        Dispute: {
            /**
             * @description `system` where a deadline has called the admin.
             * @enum {string}
             */
            opened_by: "client" | "freelancer" | "system";
            opened_at: components["schemas"]["Timestamp"];
            reason: string | null;
            respond_by: components["schemas"]["Timestamp"];
            /** @description Both sides have spoken, or `respond_by` is over: an admin can decide. Who opened the dispute has spoken, by the reason. */
            answered: boolean;
            /** @description How many there are in this dispute. */
            statements: number;
            /** @description What `resolve` may say. */
            outcomes: components["schemas"]["Outcome"][];
            opened_before?: components["schemas"]["OpenedDisputes"];
        } | null;
        /**
         * @description How an admin ends a dispute.
         * @enum {string}
         */
        Outcome: "COMPLETED" | "IN_PROGRESS" | "CANCELLED";
        /** @description Sent to admins alone: how many disputes each of the two has opened in all of their orders, this one included. */
        OpenedDisputes: {
            client: number;
            freelancer: number;
        };
        /** @description What somebody said in a dispute. */
        Statement: {
            id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
            author_id: components["schemas"]["Id"];
            /** @enum {string} */
            author_role: "client" | "freelancer" | "admin";
            text: string;
            created_at: components["schemas"]["Timestamp"];
        };
        StatementPage: {
            items: components["schemas"]["Statement"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        StatementInput: {
            /** @description Text of any lines and characters but NUL, not blank. */
            text: string;
        };
        /** @description An order as its caller sees it. */
        Order: {
            id: components["schemas"]["Id"];
            gig_id: components["schemas"]["Id"];
            client_id: components["schemas"]["Id"];
            freelancer_id: components["schemas"]["Id"];
            client: components["schemas"]["UserSummary"];
            freelancer: components["schemas"]["UserSummary"];
            /** @description As it was when the order was placed. */
            gig_title: string;
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            delivery_days: number;
            status: components["schemas"]["OrderStatus"];
            payment_status: components["schemas"]["PaymentStatus"];
            /** @description To be written on the transfer. */
            payment_reference: string;
            /** @description Where to pay, as the freelancer said when the order was placed, or first said since. Null while the order is unpaid and the freelancer is deactivated or has an overdue refund. */
            payment_instructions: string | null;
            /**
             * Format: date-time
             * @description When the freelancer had last changed those instructions; null while there are none.
             */
            payment_instructions_changed_at: string | null;
            payment_proof: components["schemas"]["PaymentProof"];
            /** @description What the freelancer owes or has paid back: the whole amount, unless the parties agreed or an admin decided otherwise; null where there is no refund. */
            refund_amount: string | null;
            refund_proof: components["schemas"]["RefundProof"];
            proposal: components["schemas"]["OpenProposal"];
            dispute: components["schemas"]["Dispute"];
            allowed_actions: components["schemas"]["AllowedActions"];
            last_event: components["schemas"]["OrderEvent"];
            /** @description Who has to act, if anyone. */
            awaiting: ("client" | "freelancer" | "admin") | null;
            deadlines: components["schemas"]["Deadlines"];
            /** @description Completed, and this caller is a party who has not reviewed yet. */
            can_review: boolean;
            version: components["schemas"]["Version"];
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
        };
        OrderPage: {
            items: components["schemas"]["Order"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        OrderInput: {
            gig_id: components["schemas"]["Id"];
            /** @description The price that the client was shown. */
            expected_price?: string | null;
        };
        PaymentInput: {
            proof_reference: components["schemas"]["Line"];
            payer_name: components["schemas"]["Line"];
            amount: components["schemas"]["MoneyInput"];
            proof_url?: components["schemas"]["SecureUrlInput"];
        };
        RefundInput: {
            proof_reference: components["schemas"]["Line"];
            amount: components["schemas"]["MoneyInput"];
        };
        /** @description With a `reason`. Only where a client says to have paid after all, and required there, `proof_reference`, `payer_name` and `amount`; the `reason` may be absent then. */
        DisputeInput: {
            reason?: components["schemas"]["OptionalParagraph"];
            proof_reference?: components["schemas"]["Line"];
            payer_name?: components["schemas"]["Line"];
            amount?: components["schemas"]["MoneyInput"];
            proof_url?: components["schemas"]["SecureUrlInput"];
        };
        Reason: {
            reason: components["schemas"]["Paragraph"];
        };
        Note: {
            note?: components["schemas"]["OptionalParagraph"];
        };
        Resolution: {
            outcome: components["schemas"]["Outcome"];
            /** @description Whether the freelancer got the money; absent, whether they had confirmed it. False goes with CANCELLED alone (422). */
            payment_made?: boolean | null;
            /** @description Whether the client got the refund that was due or said to be sent; required where it was said to be sent, and only with CANCELLED. */
            refund_made?: boolean | null;
            /** @description How much is to be paid back, at most the order's `amount`; absent, as before, or the whole amount. Only where a refund is due afterwards. */
            refund_amount?: string | null;
            note: components["schemas"]["Paragraph"];
        };
        /** @description The proof the order stands on; null before the first and after a rejection or withdrawal. */
        PaymentProof: {
            id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
            proof_reference: string;
            payer_name: string;
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            /** @description Whether it is the order's amount; bank fees may take from it. */
            amount_matches: boolean;
            proof_url: components["schemas"]["SecureUrl"];
            submitted_at: components["schemas"]["Timestamp"];
            /** @description The freelancer or an admin confirmed it. */
            verified: boolean;
        } | null;
        /** @description The refund that the freelancer says to have sent; null where none was sent. */
        RefundProof: {
            id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
            proof_reference: string;
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            /** @description Whether it is the order's `refund_amount`, and not more. */
            amount_matches: boolean;
            submitted_at: components["schemas"]["Timestamp"];
        } | null;
        /** @description A proof of payment with what became of it. */
        PaymentAttempt: {
            id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
            proof_reference: string;
            payer_name: string;
            amount: components["schemas"]["Money"];
            currency: components["schemas"]["Currency"];
            /** @description Whether it is the order's amount; bank fees may take from it. */
            amount_matches: boolean;
            proof_url: components["schemas"]["SecureUrl"];
            submitted_at: components["schemas"]["Timestamp"];
            /** @description The freelancer or an admin confirmed it. */
            verified: boolean;
            /** @enum {string} */
            outcome: "submitted" | "verified" | "rejected" | "withdrawn";
            /**
             * Format: date-time
             * @description When it was verified, rejected or withdrawn; null while `submitted`.
             */
            settled_at: string | null;
        };
        PaymentAttemptPage: {
            items: components["schemas"]["PaymentAttempt"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        Review: {
            id: components["schemas"]["Id"];
            order_id: components["schemas"]["Id"];
            reviewer_id: components["schemas"]["Id"];
            reviewer: components["schemas"]["UserSummary"];
            reviewee_id: components["schemas"]["Id"];
            gig_title: string;
            rating: components["schemas"]["Rating"];
            comment: string | null;
            created_at: components["schemas"]["Timestamp"];
        };
        ReviewPage: {
            items: components["schemas"]["Review"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        ReviewInput: {
            order_id: components["schemas"]["Id"];
            rating: components["schemas"]["Rating"];
            comment?: components["schemas"]["OptionalParagraph"];
        };
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
        /** @description Null where nothing was said yet. */
        LastMessage: {
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
        } | null;
        MessagePage: {
            items: components["schemas"]["Message"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        MessageInput: {
            receiver_id: components["schemas"]["Id"];
            /** @description Text of any lines and characters but NUL, not blank; stored as sent. */
            content: string;
            /**
             * Format: uuid
             * @description The order it is about.
             */
            order_id?: string | null;
            /**
             * Format: uuid
             * @description Made by the sender.
             */
            client_msg_id?: string | null;
        };
        /** @description Where the caller's conversation with one user stands. */
        Conversation: {
            user_id: components["schemas"]["Id"];
            full_name: string;
            avatar_url: components["schemas"]["WebUrl"];
            last_message: components["schemas"]["LastMessage"];
            last_seq: components["schemas"]["Seq"];
            /** @description Up to where the caller has read. */
            last_read_seq: components["schemas"]["Seq"];
            /** @description Up to where the other has read. */
            peer_last_read_seq: components["schemas"]["Seq"];
            /** Format: int64 */
            unread_count: number;
        };
        ConversationPage: {
            items: components["schemas"]["Conversation"][];
            next_cursor: components["schemas"]["Cursor"];
        };
        ReadInput: {
            up_to_seq: components["schemas"]["Seq"];
        };
        ReadState: {
            last_read_seq: components["schemas"]["Seq"];
            /** Format: int64 */
            unread_count: number;
        };
        WsTicket: {
            ticket: string;
            expires_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description A length of time by ISO 8601, in days, hours, minutes and seconds.
         * @example P7D
         */
        Duration: string;
        ClockInput: {
            /** @description More than 0, and at most P400D. */
            advance: components["schemas"]["Duration"];
        };
        AdvancedClock: {
            /** @description By how much the clock was moved. */
            advanced: components["schemas"]["Duration"];
        };
        Liveness: {
            /** @constant */
            status: "live";
        };
        Readiness: {
            /** @constant */
            status: "ready";
        };
        /** @description An error by RFC 9457. Programs read `code`, people read `detail`. */
        Problem: {
            /** @constant */
            type: "about:blank";
            /** @description The name of the HTTP status. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description One sentence: what is wrong, and where possible how to mend it. */
            detail: string;
            code: components["schemas"]["ProblemCode"];
            request_id: string;
            /** @description The bad fields at once, where fields are to blame; of many the first 20. */
            errors?: components["schemas"]["FieldError"][];
            /** @description True where more fields are bad than `errors` names, else absent. */
            errors_truncated?: boolean;
            /** @description With `gig_price_changed` only. What it costs now. */
            price?: components["schemas"]["Money"];
            /** @description With `too_many_new_conversations` only. In how many seconds another one may be begun. */
            retry_after?: number;
            /** @description With `order_invalid_transition` only. */
            order_status?: components["schemas"]["OrderStatus"];
            /** @description With `order_invalid_transition` only. */
            allowed_actions?: components["schemas"]["AllowedActions"];
        };
        /**
         * @description Every code there is; new ones may come with new operations.
         *
         *     | status | codes |
         *     | --- | --- |
         *     | 400 | `malformed_request` (no proper HTTP), `malformed_json`, `malformed_id` (in a path), `malformed_parameter`, `malformed_cursor`, `malformed_header` |
         *     | 401 | `auth_missing`, `auth_invalid`, `auth_expired`, `auth_token_encrypted`, `user_unknown`, `user_deactivated`, `credentials_invalid` |
         *     | 403 | `csrf_origin`, `forbidden`, `forbidden_role`, `user_deactivated` |
         *     | 404 | `not_found` |
         *     | 405 | `method_not_allowed` |
         *     | 409 | `order_invalid_transition`, `payment_reference_used`, `gig_inactive`, `gig_price_changed`, `gig_taken_down`, `own_order`, `too_many_open_orders`, `freelancer_owes_refund`, `proposal_open`, `proposal_closed`, `not_disputed`, `too_many_statements`, `dispute_unanswered`, `order_not_completed`, `review_exists`, `user_inactive`, `client_msg_id_reused`, `too_many_new_conversations`, `email_taken`, `email_changed`, `identity_taken`, `too_many_identities`, `idempotency_in_progress` |
         *     | 412 | `precondition_failed` |
         *     | 413, 414, 431 | `payload_too_large`, `uri_too_long`, `headers_too_large` |
         *     | 415 | `unsupported_media_type` |
         *     | 422 | `validation_failed`, `order_self`, `message_self`, `idempotency_key_reused` |
         *     | 429 | `rate_limited` |
         *     | 500 | `internal_error` |
         *     | 502, 504 | `bad_gateway`, `gateway_timeout` (by a load balancer in front) |
         *     | 503 | `database_unavailable`, `busy` (others are changing the same thing), `overloaded`, `timeout`, `draining`, `keys_unavailable` (the JWKS could never be read yet) |
         * @enum {string}
         */
        ProblemCode: "malformed_request" | "malformed_json" | "malformed_id" | "malformed_parameter" | "malformed_cursor" | "malformed_header" | "auth_missing" | "auth_invalid" | "auth_expired" | "auth_token_encrypted" | "user_unknown" | "user_deactivated" | "credentials_invalid" | "csrf_origin" | "forbidden" | "forbidden_role" | "not_found" | "method_not_allowed" | "order_invalid_transition" | "payment_reference_used" | "gig_inactive" | "gig_price_changed" | "gig_taken_down" | "own_order" | "too_many_open_orders" | "freelancer_owes_refund" | "proposal_open" | "proposal_closed" | "not_disputed" | "too_many_statements" | "dispute_unanswered" | "order_not_completed" | "review_exists" | "user_inactive" | "client_msg_id_reused" | "too_many_new_conversations" | "email_taken" | "email_changed" | "identity_taken" | "too_many_identities" | "idempotency_in_progress" | "precondition_failed" | "payload_too_large" | "uri_too_long" | "headers_too_large" | "unsupported_media_type" | "validation_failed" | "order_self" | "message_self" | "idempotency_key_reused" | "rate_limited" | "internal_error" | "bad_gateway" | "gateway_timeout" | "database_unavailable" | "busy" | "overloaded" | "timeout" | "draining" | "keys_unavailable";
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
    responses: {
        /** @description The sessions have ended. */
        SessionsEnded: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The identities of this user, oldest first. */
        Identities: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "issuer": "https://login.example",
                 *           "subject": "248289761001",
                 *           "created_at": "2026-11-01T16:20:00.000000Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Identities"];
            };
        };
        /** @description The full profile. */
        Me: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Me"];
            };
        };
        /** @description The full profile. */
        OwnProfile: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Me"];
            };
        };
        /** @description The gig as it now is. */
        Gig: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Gig"];
            };
        };
        /** @description A page of gigs. */
        GigPage: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GigPage"];
            };
        };
        /** @description The order as it now is, as this caller sees it. */
        Order: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Order"];
            };
        };
        /** @description The proposal as it now is, as this caller sees it. */
        Proposal: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Proposal"];
            };
        };
        /** @description A page of reviews. */
        ReviewPage: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ReviewPage"];
            };
        };
        /** @description A page of messages. */
        MessagePage: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MessagePage"];
            };
        };
        /** @description You have it already. */
        NotModified: {
            headers: {
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request cannot be read. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad Request",
                 *       "status": 400,
                 *       "detail": "This is not an id.",
                 *       "code": "malformed_id",
                 *       "request_id": "3f8b0c1e5a7d4e21",
                 *       "errors": [
                 *         {
                 *           "parameter": "id",
                 *           "code": "invalid_format",
                 *           "detail": "An id is a UUID."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "malformed_json" | "malformed_id" | "malformed_parameter" | "malformed_cursor" | "malformed_header";
                };
            };
        };
        /** @description Nobody known is calling. */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "The token has expired. Sign in again.",
                 *       "code": "auth_expired",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "auth_missing" | "auth_invalid" | "auth_expired" | "auth_token_encrypted" | "user_unknown" | "user_deactivated";
                };
            };
        };
        /** @description The service token is missing or wrong. */
        ServiceUnauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "This needs the service token.",
                 *       "code": "auth_invalid",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "auth_missing" | "auth_invalid";
                };
            };
        };
        /** @description The service token is missing or wrong; or the email or the password is (`credentials_invalid`). */
        CredentialsRefused: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "Email and password do not belong together.",
                 *       "code": "credentials_invalid",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "auth_missing" | "auth_invalid" | "credentials_invalid";
                };
            };
        };
        /** @description A cookie came from a site that is not allowed. */
        ForeignOrigin: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "Requests from this origin are not allowed to use the user's cookie.",
                 *       "code": "csrf_origin",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "csrf_origin";
                };
            };
        };
        /** @description The caller may not do this; or a cookie came from a site that is not allowed. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "Only the owner may change a gig.",
                 *       "code": "forbidden",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "csrf_origin" | "forbidden";
                };
            };
        };
        /** @description The caller is no admin. */
        AdminsOnly: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "Only admins list people.",
                 *       "code": "forbidden",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "forbidden";
                };
            };
        };
        /** @description This is for another role in the order; or a cookie came from a site that is not allowed. */
        ForbiddenRole: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "Only the freelancer may confirm the payment.",
                 *       "code": "forbidden_role",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "csrf_origin" | "forbidden_role";
                };
            };
        };
        /** @description The credentials are right and the account is deactivated. */
        UserDeactivated: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "This account is deactivated.",
                 *       "code": "user_deactivated",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "user_deactivated";
                };
            };
        };
        /** @description There is no such thing, or none that this caller may know of. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "There is no such order, or it is not visible to you.",
                 *       "code": "not_found",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not_found";
                };
            };
        };
        /** @description This repeats, under its `Idempotency-Key`, a request that made what is no longer there. */
        GoneSince: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "There is no such gig, or it is not visible to you.",
                 *       "code": "not_found",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not_found";
                };
            };
        };
        /** @description The first request under this `Idempotency-Key` still runs. */
        KeyInProgress: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "The first request under this key still runs. Try again shortly.",
                 *       "code": "idempotency_in_progress",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_in_progress";
                };
            };
        };
        /** @description The admin has an order with this user that is not final; or the first request under this `Idempotency-Key` still runs. */
        ModerationConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "You have an order with them that is not final; an admin who is no party can do this.",
                 *       "code": "own_order",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "own_order" | "idempotency_in_progress";
                };
            };
        };
        /** @description An admin has taken the gig down; or the first request under this `Idempotency-Key` still runs. */
        GigConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "An admin has taken this gig down, and only an admin can restore it.",
                 *       "code": "gig_taken_down",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "gig_taken_down" | "idempotency_in_progress";
                };
            };
        };
        /** @description The gig can not be ordered like this now. */
        PlacingConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "The price of this gig has changed. Look at it again.",
                 *       "code": "gig_price_changed",
                 *       "request_id": "3f8b0c1e5a7d4e21",
                 *       "price": "59.90"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "gig_inactive" | "gig_price_changed" | "too_many_open_orders" | "freelancer_owes_refund" | "idempotency_in_progress";
                };
            };
        };
        /** @description Nobody may do this in the order's present status, which `order_status` and `allowed_actions` tell. */
        TransitionConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "An order that is COMPLETED can not be cancelled.",
                 *       "code": "order_invalid_transition",
                 *       "request_id": "3f8b0c1e5a7d4e21",
                 *       "order_status": "COMPLETED",
                 *       "allowed_actions": []
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "order_invalid_transition" | "idempotency_in_progress";
                };
            };
        };
        /** @description Nobody may do this in the order's present status; or the reference was confirmed for another payment. */
        PaymentConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "The freelancer has already confirmed a payment with this reference.",
                 *       "code": "payment_reference_used",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "order_invalid_transition" | "payment_reference_used" | "idempotency_in_progress";
                };
            };
        };
        /** @description As for other moves; or one side has not spoken yet, and may still do so until `respond_by`. */
        ResolveConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "The freelancer has not answered yet, and has time until 2026-11-28T11:30:00.000000Z.",
                 *       "code": "dispute_unanswered",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "order_invalid_transition" | "payment_reference_used" | "dispute_unanswered" | "idempotency_in_progress";
                };
            };
        };
        /** @description Nothing like this can be agreed on now; or a proposal of the other party is open. */
        ProposalConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "The other party has proposed something. Accept or decline that first.",
                 *       "code": "proposal_open",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "order_invalid_transition" | "proposal_open" | "idempotency_in_progress";
                };
            };
        };
        /** @description The proposal is no longer open. */
        ProposalClosed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "This proposal is no longer open.",
                 *       "code": "proposal_closed",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "proposal_closed" | "idempotency_in_progress";
                };
            };
        };
        /** @description The order is not disputed; or this side has said enough. */
        StatementConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "This order is not in dispute.",
                 *       "code": "not_disputed",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not_disputed" | "too_many_statements" | "idempotency_in_progress";
                };
            };
        };
        /** @description The order is not completed, or the caller has reviewed it. */
        ReviewConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "You have already reviewed this order.",
                 *       "code": "review_exists",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "order_not_completed" | "review_exists" | "idempotency_in_progress";
                };
            };
        };
        /** @description The receiver is deactivated, or the `client_msg_id` stands for another message. */
        MessageConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "The receiver is no longer active.",
                 *       "code": "user_inactive",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "user_inactive" | "client_msg_id_reused" | "too_many_new_conversations" | "idempotency_in_progress";
                };
            };
        };
        /** @description Another account has this email. */
        EmailTaken: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "There is already an account with this email.",
                 *       "code": "email_taken",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "email_taken";
                };
            };
        };
        /** @description It was changed since the version in `If-Match`. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Precondition Failed",
                 *       "status": 412,
                 *       "detail": "This was changed since you read it. Read it again before you change it.",
                 *       "code": "precondition_failed",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "precondition_failed";
                };
            };
        };
        /** @description The body has more than 128 KiB. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Request Entity Too Large",
                 *       "status": 413,
                 *       "detail": "A body has 128 KiB at most.",
                 *       "code": "payload_too_large",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "payload_too_large";
                };
            };
        };
        /** @description The body is not `application/json` in UTF-8, or is compressed. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unsupported Media Type",
                 *       "status": 415,
                 *       "detail": "Send JSON, as Content-Type: application/json.",
                 *       "code": "unsupported_media_type",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unsupported_media_type";
                };
            };
        };
        /** @description It can be read, and breaks rules that are named one by one. */
        Unprocessable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unprocessable Entity",
                 *       "status": 422,
                 *       "detail": "One field is not valid.",
                 *       "code": "validation_failed",
                 *       "request_id": "3f8b0c1e5a7d4e21",
                 *       "errors": [
                 *         {
                 *           "parameter": "limit",
                 *           "code": "too_large",
                 *           "detail": "At most 100."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed";
                };
            };
        };
        /** @description It can be read, and breaks rules that are named one by one; or the `Idempotency-Key` was used for another request. */
        UnprocessableOrKeyReused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unprocessable Entity",
                 *       "status": 422,
                 *       "detail": "2 fields are not valid.",
                 *       "code": "validation_failed",
                 *       "request_id": "3f8b0c1e5a7d4e21",
                 *       "errors": [
                 *         {
                 *           "pointer": "#/price",
                 *           "code": "too_precise",
                 *           "detail": "At most 2 decimals."
                 *         },
                 *         {
                 *           "pointer": "#/colour",
                 *           "code": "unknown_field",
                 *           "detail": "There is no such field."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "idempotency_key_reused";
                };
            };
        };
        /** @description As elsewhere; or the gig is your own. */
        UnprocessableOrder: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unprocessable Entity",
                 *       "status": 422,
                 *       "detail": "You can not order your own gig.",
                 *       "code": "order_self",
                 *       "request_id": "3f8b0c1e5a7d4e21",
                 *       "errors": [
                 *         {
                 *           "pointer": "#/gig_id",
                 *           "code": "not_allowed",
                 *           "detail": "This gig is yours."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "idempotency_key_reused" | "order_self";
                };
            };
        };
        /** @description As elsewhere; or the receiver is you. */
        UnprocessableMessage: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unprocessable Entity",
                 *       "status": 422,
                 *       "detail": "You cannot write to yourself.",
                 *       "code": "message_self",
                 *       "request_id": "3f8b0c1e5a7d4e21",
                 *       "errors": [
                 *         {
                 *           "pointer": "#/receiver_id",
                 *           "code": "not_allowed",
                 *           "detail": "This is you."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "idempotency_key_reused" | "message_self";
                };
            };
        };
        /** @description More changes than `WRITE_RATE` allows one user on one node. This one was not looked at. */
        TooManyWrites: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Too Many Requests",
                 *       "status": 429,
                 *       "detail": "At most 60 changes a minute. This one was not made.",
                 *       "code": "rate_limited",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "rate_limited";
                };
            };
        };
        /** @description Too many of these. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Too Many Requests",
                 *       "status": 429,
                 *       "detail": "Too many messages. Try again in 3 seconds.",
                 *       "code": "rate_limited",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "rate_limited";
                };
            };
        };
        /** @description Not now; the same request may succeed shortly. */
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "The database cannot be reached right now. Try again shortly.",
                 *       "code": "database_unavailable",
                 *       "request_id": "3f8b0c1e5a7d4e21"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "database_unavailable" | "busy" | "overloaded" | "timeout" | "draining" | "keys_unavailable";
                };
            };
        };
    };
    parameters: {
        /** @description Anything but a UUID is 400 `malformed_id`. */
        Id: components["schemas"]["Id"];
        /** @description The other person. Anything but a UUID is 400 `malformed_id`. */
        UserId: components["schemas"]["Id"];
        /** @description Of a proposal of this order. Anything but a UUID is 400 `malformed_id`. */
        ProposalId: components["schemas"]["Id"];
        /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
        Limit: number;
        /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
        Cursor: string;
        /**
         * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
         * @example "7"
         */
        IfMatch: string;
        /**
         * @description The `ETag` of what you have, as `"7"`. Still that one is 304. Of several tags the first 100 are read.
         * @example "7"
         */
        IfNoneMatch: string;
        /**
         * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
         * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
         */
        IdempotencyKey: string;
    };
    requestBodies: {
        /** @description Nothing, or an empty object. */
        Empty: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        /** @description Why. */
        Reason: {
            content: {
                /**
                 * @example {
                 *       "reason": "Nothing has arrived under this reference."
                 *     }
                 */
                "application/json": components["schemas"]["Reason"];
            };
        };
        /** @description What there is to say about it. */
        Note: {
            content: {
                /**
                 * @example {
                 *       "note": "All files: https://files.example/4f1c"
                 *     }
                 */
                "application/json": components["schemas"]["Note"];
            };
        };
    };
    headers: {
        /**
         * @description The version, in quotes; of an order, with what time alone allows or ends (`"7.open"`). Send it back as it is.
         * @example "7"
         */
        ETag: string;
        /**
         * @description The address of what was made, or its path where the installation was not told its own address (`PUBLIC_URL`).
         * @example https://api.market.example/gigs/0199d3a1-2222-7b2c-9d3e-000000000010
         */
        Location: string;
        /**
         * @description How many writes are left (`r`), and in how many seconds all of them will be back (`t`); a structured field by draft-ietf-httpapi-ratelimit-headers.
         * @example "writes";r=0;t=120
         */
        RateLimit: string;
        /**
         * @description How many writes (`q`) may come in how many seconds (`w`).
         * @example "writes";q=120;w=120
         */
        "RateLimit-Policy": string;
        /**
         * @description Seconds to wait before trying again.
         * @example 3
         */
        "Retry-After": number;
        /**
         * @description Always `Bearer`.
         * @example Bearer
         */
        "WWW-Authenticate": "Bearer";
        /**
         * @description The request's own, or one that was made for it. The log has it too.
         * @example 3f8b0c1e5a7d4e21
         */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OwnProfile"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "bio": "Logos and letterheads since 2014.",
                 *       "payment_instructions": "IBAN SE45 5000 0000 0583 9825 7466, Tomas Lind"
                 *     }
                 */
                "application/json": components["schemas"]["MePatch"];
            };
        };
        responses: {
            200: components["responses"]["OwnProfile"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            409: components["responses"]["KeyInProgress"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            204: components["responses"]["SessionsEnded"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /**
                 * @description What the email address begins with; or what words of the name begin with, all of them, in any order; or the whole id. Without regard to case. Blank counts as absent.
                 * @example mira
                 */
                q?: string;
                /** @description Only active users, or only deactivated ones; both where absent. */
                is_active?: "true" | "false";
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199d3a0-1111-7a1b-8c2d-000000000002",
                     *           "email": "tomas@example.com",
                     *           "email_verified": true,
                     *           "full_name": "Tomas Lind",
                     *           "is_admin": false,
                     *           "is_active": false,
                     *           "deactivation_reason": "Offered gigs under a stolen name.",
                     *           "created_at": "2026-01-04T09:00:00.000000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ListedUserPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["AdminsOnly"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3a0-1111-7a1b-8c2d-000000000002",
                     *       "full_name": "Tomas Lind",
                     *       "bio": "Logos and letterheads since 2014.",
                     *       "avatar_url": "https://images.example/tomas.png",
                     *       "rating_avg": 4.75,
                     *       "rating_count": 12,
                     *       "completed_orders": 15,
                     *       "overdue_refunds": 0,
                     *       "created_at": "2026-01-04T09:00:00.000000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    moderateUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "is_active": false,
                 *       "reason": "Offered gigs under a stolen name."
                 *     }
                 */
                "application/json": components["schemas"]["UserModeration"];
            };
        };
        responses: {
            /** @description The user as it now is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199d3a0-1111-7a1b-8c2d-000000000002",
                     *       "full_name": "Tomas Lind",
                     *       "bio": null,
                     *       "avatar_url": null,
                     *       "rating_avg": 4.75,
                     *       "rating_count": 12,
                     *       "completed_orders": 15,
                     *       "overdue_refunds": 0,
                     *       "is_active": false,
                     *       "created_at": "2026-01-04T09:00:00.000000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ModeratedUser"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ModerationConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listUserGigs: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GigPage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listUsersWithSamePaymentInstructions: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199d3a0-1111-7a1b-8c2d-000000000007",
                     *           "full_name": "T. Lind"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["NamedUserPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["AdminsOnly"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listUserReviews: {
        parameters: {
            query?: {
                /** @description Whether the user was reviewed, or wrote the review. */
                direction?: "received" | "given";
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ReviewPage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listModerationEvents: {
        parameters: {
            query?: {
                /** @description Only what was done about this user. */
                user_id?: components["schemas"]["Id"];
                /** @description Only what was done about this gig. */
                gig_id?: components["schemas"]["Id"];
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199d3a7-8888-7b82-8394-000000000500",
                     *           "created_at": "2026-11-21T08:15:00.000000Z",
                     *           "actor_id": "0199d3a0-1111-7a1b-8c2d-000000000009",
                     *           "actor": {
                     *             "id": "0199d3a0-1111-7a1b-8c2d-000000000009",
                     *             "full_name": "Ada Berg",
                     *             "avatar_url": null,
                     *             "rating_avg": null,
                     *             "rating_count": 0
                     *           },
                     *           "action": "gig_taken_down",
                     *           "gig_id": "0199d3a1-2222-7b2c-9d3e-000000000010",
                     *           "gig_title": "A logo for your guild",
                     *           "reason": "The pictures are somebody else's."
                     *         },
                     *         {
                     *           "id": "0199d3a7-8888-7b82-8394-000000000400",
                     *           "created_at": "2026-11-20T06:00:00.000000Z",
                     *           "actor_id": null,
                     *           "action": "admin_granted",
                     *           "user_id": "0199d3a0-1111-7a1b-8c2d-000000000009",
                     *           "user": {
                     *             "id": "0199d3a0-1111-7a1b-8c2d-000000000009",
                     *             "full_name": "Ada Berg",
                     *             "avatar_url": null,
                     *             "rating_avg": null,
                     *             "rating_count": 0
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ModerationEventPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["AdminsOnly"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listGigs: {
        parameters: {
            query?: {
                /**
                 * @description Words to find in title and description; quotes keep words together (one without a second is ignored), `-` excludes, `or` widens. Blank counts as absent. Case, width and accents make no difference, and neither does a hyphen, a dot or an apostrophe in a word: `email` is `E-Mail`, `nodejs` is `Node.js`, and so are its parts. `C#`, `C++` and `.NET` are words. Scripts without spaces are found by any letters. Words are found in the inflections of `DEFAULT_LANGUAGE`, and of `language` if that is given. If these words find less than the first page, then, after what they find, come gigs in which a word of five letters and more is different by one letter (wrong, missing, extra or swapped), or by two if there are none with one.
                 * @example logo design
                 */
                q?: string;
                /** @description The lowest price. Above `max_price` it leaves nothing to find. */
                min_price?: components["schemas"]["PriceLimit"];
                /** @description The highest price. */
                max_price?: components["schemas"]["PriceLimit"];
                /** @description The longest delivery. */
                max_delivery_days?: number;
                /** @description Only this freelancer's gigs. Nothing is found for someone unknown. */
                freelancer_id?: components["schemas"]["Id"];
                /** @description Only gigs in this language: `de` finds those in `de-AT` too. What is no tag of a language is refused. */
                language?: components["schemas"]["Language"];
                /** @description `newest` first, cheapest first (`price`) or dearest first (`-price`). `relevance` needs `q` (422), ranks the best of the newest 1,000 matches and has no further pages: `next_cursor` is null, be it that fewer than `limit` fit into 256 KiB. What too many gigs may match to look at all of them, as the words of a phrase that are common one by one, is looked for among the next 20,000 gigs, without `q` and `language` the next 80,000: a page may have fewer than `limit` gigs, even none, while `next_cursor` says that there are more to look at. `relevance` then looks at the newest 50,000. */
                sort?: "newest" | "price" | "-price" | "relevance";
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["GigPage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createGig: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Logo design in three drafts",
                 *       "description": "Three drafts, two rounds of changes, all source files.",
                 *       "price": "49.90",
                 *       "delivery_days": 7
                 *     }
                 */
                "application/json": components["schemas"]["GigInput"];
            };
        };
        responses: {
            /** @description The new gig. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gig"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["GoneSince"];
            409: components["responses"]["KeyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getGig: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you have, as `"7"`. Still that one is 304. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Gig"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteGig: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateGig: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "price": "59.90"
                 *     }
                 */
                "application/json": components["schemas"]["GigPatch"];
            };
        };
        responses: {
            200: components["responses"]["Gig"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["GigConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOrderTransitions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every transition; not paged. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "from": null,
                     *           "to": "PENDING_PAYMENT",
                     *           "action": "place",
                     *           "by": [
                     *             "client"
                     *           ],
                     *           "from_payment_status": null,
                     *           "to_payment_status": "PENDING"
                     *         },
                     *         {
                     *           "from": "PENDING_PAYMENT",
                     *           "to": "CANCELLED",
                     *           "action": "cancel",
                     *           "by": [
                     *             "client",
                     *             "freelancer"
                     *           ],
                     *           "from_payment_status": "PENDING",
                     *           "to_payment_status": "PENDING"
                     *         },
                     *         {
                     *           "from": "CANCELLED",
                     *           "to": "DISPUTED",
                     *           "action": "dispute",
                     *           "by": [
                     *             "client"
                     *           ],
                     *           "from_payment_status": "REFUND_DUE",
                     *           "to_payment_status": "REFUND_DUE",
                     *           "follows": [
                     *             "cancel",
                     *             "agree-cancel"
                     *           ]
                     *         },
                     *         {
                     *           "from": "COMPLETED",
                     *           "to": "DISPUTED",
                     *           "action": "dispute",
                     *           "by": [
                     *             "client"
                     *           ],
                     *           "from_payment_status": "CONFIRMED",
                     *           "to_payment_status": "CONFIRMED",
                     *           "follows": [
                     *             "auto-approve"
                     *           ],
                     *           "until": "appeal_by",
                     *           "after": "P14D"
                     *         },
                     *         {
                     *           "from": "SUBMITTED",
                     *           "to": "COMPLETED",
                     *           "action": "auto-approve",
                     *           "by": [
                     *             "system"
                     *           ],
                     *           "from_payment_status": "CONFIRMED",
                     *           "to_payment_status": "CONFIRMED",
                     *           "deadline": "approve_by",
                     *           "after": "P14D"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OrderTransitionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description Only those you placed, or only those placed with you; both where absent. `admin`: everybody's, for admins only (403). */
                role?: "client" | "freelancer" | "admin";
                /**
                 * @description Only orders in this status; may be repeated.
                 * @example [
                 *       "SUBMITTED",
                 *       "REVISION_REQUESTED"
                 *     ]
                 */
                status?: components["schemas"]["OrderStatus"][];
                /** @description Only orders that wait for you to act; with `role=admin`, those that wait for an admin. */
                awaiting?: "me";
                /** @description `waiting`: the dispute that was opened first comes first. Only with `role=admin` and `status=DISPUTED`, else 422. */
                sort?: "newest" | "waiting";
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "gig_id": "0199d3a1-2222-7b2c-9d3e-000000000010",
                 *       "expected_price": "49.90"
                 *     }
                 */
                "application/json": components["schemas"]["OrderInput"];
            };
        };
        responses: {
            /** @description The new order, in PENDING_PAYMENT. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["PlacingConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrder"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you have, as `"7"`. Still that one is 304. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Order"];
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    submitPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "proof_reference": "SEPA 2026-0417",
                 *       "payer_name": "Mira Okafor",
                 *       "amount": "49.90"
                 *     }
                 */
                "application/json": components["schemas"]["PaymentInput"];
            };
        };
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["PaymentConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    withdrawPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    confirmPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["PaymentConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rejectPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Reason"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    startWork: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    submitWork: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Note"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    approveWork: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    requestRevision: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Note"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Reason"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    submitRefund: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "proof_reference": "SEPA 2026-0521",
                 *       "amount": "49.90"
                 *     }
                 */
                "application/json": components["schemas"]["RefundInput"];
            };
        };
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["PaymentConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    confirmRefund: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    disputeOrder: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Nothing was handed in and nobody answers."
                 *     }
                 */
                "application/json": components["schemas"]["DisputeInput"];
            };
        };
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["PaymentConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    resolveDispute: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what you saw, as `"7"`. A tag that a proxy has changed (`W/"7"`, `"7-gzip"`) is the same. Another version now is 412; what is no entity tag is 400 `malformed_header`. Of several tags the first 100 are read.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcome": "CANCELLED",
                 *       "payment_made": true,
                 *       "note": "The work was never handed in."
                 *     }
                 */
                "application/json": components["schemas"]["Resolution"];
            };
        };
        responses: {
            200: components["responses"]["Order"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ResolveConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listProposals: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of proposals. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199d3a8-9999-7b93-8495-000000000600",
                     *           "order_id": "0199d3a2-3333-7c3d-8e4f-000000000100",
                     *           "kind": "cancel",
                     *           "days": null,
                     *           "refund_amount": "30.00",
                     *           "note": "Two of the three drafts are done.",
                     *           "proposed_by": "freelancer",
                     *           "status": "accepted",
                     *           "created_at": "2026-11-24T09:00:00.000000Z",
                     *           "expires_at": "2026-11-26T09:00:00.000000Z",
                     *           "closed_at": "2026-11-24T17:45:12.080310Z",
                     *           "allowed_actions": []
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ProposalPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createProposal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "extend",
                 *       "days": 5,
                 *       "note": "The printer is closed until Monday."
                 *     }
                 */
                "application/json": components["schemas"]["ProposalInput"];
            };
        };
        responses: {
            /** @description The proposal, open. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ProposalConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    acceptProposal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
                /** @description Of a proposal of this order. Anything but a UUID is 400 `malformed_id`. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Proposal"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ProposalClosed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    declineProposal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
                /** @description Of a proposal of this order. Anything but a UUID is 400 `malformed_id`. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Proposal"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ProposalClosed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    withdrawProposal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
                /** @description Of a proposal of this order. Anything but a UUID is 400 `malformed_id`. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Proposal"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ProposalClosed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listStatements: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of statements. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199d3a9-aaaa-7ba4-8596-000000000700",
                     *           "order_id": "0199d3a2-3333-7c3d-8e4f-000000000100",
                     *           "author_id": "0199d3a0-1111-7a1b-8c2d-000000000002",
                     *           "author_role": "freelancer",
                     *           "text": "The files were handed in on Tuesday, see the link in the note.",
                     *           "created_at": "2026-11-25T08:30:00.000000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["StatementPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    addStatement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "The files were handed in on Tuesday, see the link in the note."
                 *     }
                 */
                "application/json": components["schemas"]["StatementInput"];
            };
        };
        responses: {
            /** @description The statement, as it is stored. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StatementConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOrderHistory: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the history. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "from": null,
                     *           "to": "PENDING_PAYMENT",
                     *           "action": "place",
                     *           "actor_id": "0199d3a0-1111-7a1b-8c2d-000000000001",
                     *           "actor_role": "client",
                     *           "note": null,
                     *           "created_at": "2026-11-20T10:00:00.000000Z"
                     *         },
                     *         {
                     *           "from": "PENDING_PAYMENT",
                     *           "to": "CANCELLED",
                     *           "action": "auto-cancel",
                     *           "actor_id": null,
                     *           "actor_role": "system",
                     *           "note": null,
                     *           "created_at": "2026-11-27T10:00:04.318220Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["OrderEventPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listPaymentProofs: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of proofs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0199d3a3-4444-7d4e-8f50-000000000200",
                     *           "order_id": "0199d3a2-3333-7c3d-8e4f-000000000100",
                     *           "proof_reference": "SEPA 2026-0417",
                     *           "payer_name": "Mira Okafor",
                     *           "amount": "45.00",
                     *           "currency": "USD",
                     *           "amount_matches": false,
                     *           "proof_url": null,
                     *           "submitted_at": "2026-11-20T11:30:00.000000Z",
                     *           "verified": false,
                     *           "outcome": "rejected",
                     *           "settled_at": "2026-11-21T08:00:00.000000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PaymentAttemptPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOrderReviews: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ReviewPage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOrderMessages: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MessagePage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createReview: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "order_id": "0199d3a2-3333-7c3d-8e4f-000000000100",
                 *       "rating": 5,
                 *       "comment": "Just what we wanted."
                 *     }
                 */
                "application/json": components["schemas"]["ReviewInput"];
            };
        };
        responses: {
            /** @description The new review. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenRole"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ReviewConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableOrKeyReused"];
            429: components["responses"]["TooManyWrites"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a retry safe for 24 hours, per caller. 1 to 255 visible ASCII characters, else 400 `malformed_header`.
                 * @example 7d4a2a52-6f0b-4f7c-8a43-6f6d7b6a9d10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "receiver_id": "0199d3a0-1111-7a1b-8c2d-000000000002",
                 *       "content": "Could the second draft be in blue?",
                 *       "order_id": "0199d3a2-3333-7c3d-8e4f-000000000100",
                 *       "client_msg_id": "5f0c8a3e-0d1b-4b7e-9a60-3f3c1f6f2a11"
                 *     }
                 */
                "application/json": components["schemas"]["MessageInput"];
            };
        };
        responses: {
            /** @description This `client_msg_id` was stored before; here is that message. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description The message, as it is stored. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["MessageConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableMessage"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description Only messages with a smaller `seq`. */
                before_seq?: number;
                /** @description Only messages with a greater `seq`. */
                after_seq?: number;
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description The other person. Anything but a UUID is 400 `malformed_id`. */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MessagePage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of conversations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other person. Anything but a UUID is 400 `malformed_id`. */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "0199d3a0-1111-7a1b-8c2d-000000000002",
                     *       "full_name": "Tomas Lind",
                     *       "avatar_url": null,
                     *       "last_message": null,
                     *       "last_seq": 0,
                     *       "last_read_seq": 0,
                     *       "peer_last_read_seq": 0,
                     *       "unread_count": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    markRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other person. Anything but a UUID is 400 `malformed_id`. */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "up_to_seq": 17
                 *     }
                 */
                "application/json": components["schemas"]["ReadInput"];
            };
        };
        responses: {
            /** @description Where reading stands now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "last_read_seq": 17,
                     *       "unread_count": 2
                     *     }
                     */
                    "application/json": components["schemas"]["ReadState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createWsTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The ticket. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": "pZ0Vb3m1qY7sX2cR9dK4fG6hJ8lN5oQ1tU3wE0aI2yM",
                     *       "expires_at": "2026-11-23T07:11:30.123456Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WsTicket"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForeignOrigin"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    findUsers: {
        parameters: {
            query?: {
                /**
                 * @description Two spellings of one address are the same: upper and lower case of ASCII letters, composed and decomposed accents, and all forms of the domain.
                 * @example tomas@example.com
                 */
                email?: components["schemas"]["Email"];
                email_conflict?: "true";
                /** @description How many items at most. Fewer come where their text would be more than 256 KiB. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. One that was tampered with, or that belongs to other filters, is 400 `malformed_cursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user, or a page of users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundUsers"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "tomas@example.com",
                 *       "full_name": "Tomas Lind",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["UserInput"];
            };
        };
        responses: {
            200: components["responses"]["Me"];
            /** @description The new user. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["EmailTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getInternalUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Me"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    setEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "tomas@lind.example",
                 *       "email_verified": true
                 *     }
                 */
                "application/json": components["schemas"]["EmailInput"];
            };
        };
        responses: {
            200: components["responses"]["Me"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["EmailTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "email": "tomas@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["EmailVerification"];
            };
        };
        responses: {
            200: components["responses"]["Me"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            /** @description The account has another email by now. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "detail": "This account has another email by now.",
                     *       "code": "email_changed",
                     *       "request_id": "3f8b0c1e5a7d4e21"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "email_changed";
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listIdentities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Identities"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    addIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "issuer": "https://login.example",
                 *       "subject": "248289761001"
                 *     }
                 */
                "application/json": components["schemas"]["IdentityInput"];
            };
        };
        responses: {
            200: components["responses"]["Identities"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            /** @description Another user has it, or this user has too many. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "detail": "Another user signs in by this identity.",
                     *       "code": "identity_taken",
                     *       "request_id": "3f8b0c1e5a7d4e21"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "identity_taken" | "too_many_identities";
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    removeIdentity: {
        parameters: {
            query: {
                /** @example https://login.example */
                issuer: components["schemas"]["IdentityPart"];
                /** @example 248289761001 */
                subject: components["schemas"]["IdentityPart"];
            };
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    signUserOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            204: components["responses"]["SessionsEnded"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Anything but a UUID is 400 `malformed_id`. */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "an even better one"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordInput"];
            };
        };
        responses: {
            200: components["responses"]["Me"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["ServiceUnauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    verifyCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "tomas@example.com",
                 *       "password": "correct horse battery staple",
                 *       "client_ip": "203.0.113.7"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: components["responses"]["Me"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["CredentialsRefused"];
            403: components["responses"]["UserDeactivated"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "live"
                     *     }
                     */
                    "application/json": components["schemas"]["Liveness"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It should. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text format of Prometheus. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP http_server_requests_seconds How long requests took.
                     *     # TYPE http_server_requests_seconds summary
                     *     http_server_requests_seconds_count{method="GET",route="/gigs",status="200"} 42
                     */
                    "text/plain": string;
                };
            };
            404: components["responses"]["NotFound"];
        };
    };
    advanceClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "advance": "P7D"
                 *     }
                 */
                "application/json": components["schemas"]["ClockInput"];
            };
        };
        responses: {
            /** @description The clock was moved. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "advanced": "P7D"
                     *     }
                     */
                    "application/json": components["schemas"]["AdvancedClock"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract of this very version. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example openapi: 3.1.0 */
                    "application/yaml": string;
                };
            };
            400: components["responses"]["BadRequest"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAsyncApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract of this very version, in AsyncAPI. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example asyncapi: 3.0.0 */
                    "application/yaml": string;
                };
            };
            400: components["responses"]["BadRequest"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html> */
                    "text/html": string;
                };
            };
            400: components["responses"]["BadRequest"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
