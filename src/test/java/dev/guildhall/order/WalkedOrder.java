package dev.guildhall.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guildhall.order.ProtocolModel.Edge;
import dev.guildhall.order.ProtocolStep.*;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Await;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.PlacedOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One order on the server, which is taken along a walk, and is compared with the state in which it has to be. */
final class WalkedOrder {
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    /** Less than the amount, so that it is another one than that of a refund that was not agreed. */
    private static final String AGREED_REFUND = "20.00";

    private static final String WHOLE_AMOUNT = "49.90";

    private final Market market;
    private final PlacedOrder order;
    private final Map<Role, Person> people;
    private final EndedDeadlines deadlines;
    private final SystemMoves system;

    /** What each has read after the last step. */
    private final Map<Role, Answer> views = new EnumMap<>(Role.class);

    private final Map<Role, Answer> viewsBefore = new EnumMap<>(Role.class);

    /** The open one. */
    private @Nullable String proposalId;

    private @Nullable String owed;

    /** The ids of all that were read last. */
    private Set<String> statements = Set.of();

    /** Those that were there when the current dispute, or the next one, began. */
    private Set<String> statementsBefore = Set.of();

    WalkedOrder(Market market, Person admin, EndedDeadlines deadlines, SystemMoves system) {
        this.market = market;
        this.deadlines = deadlines;
        this.system = system;
        order = market.anOrder().placed();
        people = Map.of(Role.CLIENT, order.client(), Role.FREELANCER, order.freelancer(), Role.ADMIN, admin);
        readAll();
    }

    void go(Edge edge) {
        ProtocolStep step = edge.step();
        viewsBefore.putAll(views);
        if (view(Role.CLIENT).json().path("dispute").isNull()) {
            statementsBefore = statements;
        }
        views.clear();
        if (step instanceof Move move) {
            move(move);
        } else if (step instanceof TimeOver over) {
            deadlines.end(over.deadline(), order.id());
            if (over.row() != null) {
                moveBySystem(over.row());
            }
        } else if (step instanceof ProposalExpires) {
            deadlines.expireProposal(order.id());
        } else if (step instanceof Propose propose) {
            order.proposeBy(person(propose.by()), bodyOf(propose.agreement())).expect(201);
        } else if (step instanceof Decline decline) {
            answerProposal(decline.by(), "decline");
        } else if (step instanceof Withdraw withdraw) {
            answerProposal(withdraw.by(), "withdraw");
        } else if (step instanceof AddStatement statement) {
            order.stateBy(person(statement.by()), "I see it differently.").expect(201);
        } else {
            throw new IllegalArgumentException("Nothing of it is seen: " + step);
        }
        if (edge.row() != null) {
            owed = owedAfter(edge.row());
        }
        readAll();
    }

    /** Whatever is disputed, only an agreement changes how much it is. */
    private @Nullable String owedAfter(Transition row) {
        return switch (row.to().payment()) {
            case REFUND_DUE, REFUND_SENT, REFUNDED -> {
                String unchanged = owed == null ? WHOLE_AMOUNT : owed;
                yield row.action() == OrderAction.AGREE_CANCEL ? AGREED_REFUND : unchanged;
            }
            default -> null;
        };
    }

    private void move(Move move) {
        OrderAction action = move.row().action();
        Role by = move.row().by();
        if (action.isRequested()) {
            views.put(
                    by, order.by(person(by), action.text(), bodyOf(move.row())).expect(200));
        } else {
            answerProposal(by, "accept");
        }
    }

    /** A node may have found the due move before the test did, and may be making it now. */
    private void moveBySystem(Transition row) {
        try {
            boolean isMoved = Await.until(AT_MOST, () -> {
                system.moveDue();
                Answer read = order.read();
                views.put(Role.CLIENT, read);
                return row.action().text().equals(read.at("last_event.action"));
            });
            assertThat(isMoved).as("the system has made its move %s", row).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answerProposal(Role by, String answer) {
        order.by(person(by), "proposals/" + proposalId + "/" + answer, Map.of()).expect(200);
    }

    private void readAll() {
        people.forEach((role, person) -> views.computeIfAbsent(role, reader -> order.readBy(person)));
        proposalId = view(Role.CLIENT).at("proposal.id");
    }

    private Person person(Role role) {
        return requireNonNull(people.get(role));
    }

    private Answer view(Role role) {
        return requireNonNull(views.get(role));
    }

    // ---- What is sent ----

    private static Map<String, Object> bodyOf(OrderAction agreement) {
        return agreement == OrderAction.AGREE_EXTEND
                ? Map.of("kind", "extend", "days", 1)
                : Map.of("kind", "cancel", "refund_amount", AGREED_REFUND);
    }

    private static Map<String, Object> bodyOf(Transition row) {
        return switch (row.action()) {
            case SUBMIT_PAYMENT -> PlacedOrder.aProof();
            case SUBMIT_REFUND -> PlacedOrder.aRefund();
            case REJECT_PAYMENT, CANCEL -> Map.of("reason", "It is like this.");
            case DISPUTE ->
                OrderTransitions.needsProof(OrderAction.DISPUTE, row.from())
                        ? PlacedOrder.aProof()
                        : Map.of("reason", "It is not like this.");
            case RESOLVE -> resolution(row);
            default -> Map.of();
        };
    }

    private static Map<String, Object> resolution(Transition row) {
        Map<String, Object> body =
                new HashMap<>(Map.of("outcome", row.to().status().name(), "note", "Decided."));
        switch (row.to().payment()) {
            case REJECTED -> body.put("payment_made", false);
            case REFUNDED -> body.put("refund_made", true);
            case REFUND_DUE -> {
                if (row.from().payment() == PaymentStatus.REFUND_SENT) {
                    body.put("refund_made", false);
                } else {
                    body.put("payment_made", true);
                }
            }
            default -> {}
        }
        return body;
    }

    // ---- What is compared ----

    /** What the order is like, and what it is not as it has to be; empty: it is so. */
    List<String> differencesFrom(ProtocolState state, Collection<Edge> possible) {
        Map<String, Object> expected = expected(state, possible);
        expected.put("refund", String.valueOf(owed));
        Map<String, Object> shown = shown(state);
        return expected.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(shown.get(entry.getKey())))
                .map(entry -> entry.getKey() + " " + shown.get(entry.getKey()) + " instead of " + entry.getValue())
                .toList();
    }

    private static Map<String, Object> expected(ProtocolState state, Collection<Edge> possible) {
        Map<String, Object> expected = new TreeMap<>();
        expected.put("statuses", state.order().toString());
        expected.put("last action", state.lastAction().text());
        expected.put(
                "deadlines",
                texts(state.running().stream()
                        .filter(deadline -> isShown(deadline, state))
                        .map(Deadline::text)));
        expected.put("proposal", String.valueOf(state.proposal()));
        expected.put("dispute", state.isDisputed());
        if (state.isDisputed()) {
            expected.put("not heard", state.unheard());
            expected.put("answered", state.unheard().isEmpty());
            if (state.unheard().isEmpty()) {
                expected.put(
                        "outcomes",
                        texts(moves(possible, row -> row.action() == OrderAction.RESOLVE)
                                .map(row -> row.to().status().name())));
            }
        }
        for (Role role : List.of(Role.CLIENT, Role.FREELANCER, Role.ADMIN)) {
            expected.put("allowed to the " + role.text(), actionsOf(role, state, possible));
            expected.put("answers of the " + role.text(), answersOf(role, possible));
            expected.put("changes for the " + role.text() + " without another entity tag", Set.of());
        }
        return expected;
    }

    /** What is not shown goes on: when a refund is owed again if it was not sent, or that both sides have spoken in time. */
    private static boolean isShown(Deadline deadline, ProtocolState state) {
        return switch (deadline) {
            case REFUND_BY -> state.order().payment() == PaymentStatus.REFUND_DUE;
            case RESPOND_BY -> !state.unheard().isEmpty();
            default -> true;
        };
    }

    private static Set<String> actionsOf(Role role, ProtocolState state, Collection<Edge> possible) {
        Stream<String> proposals = possible.stream()
                .map(Edge::step)
                .filter(step -> step instanceof Propose && step.by() == role)
                .map(step ->
                        ((Propose) step).agreement() == OrderAction.AGREE_EXTEND ? "propose-extend" : "propose-cancel");
        Stream<String> statements = state.isDisputed() ? Stream.of("add-statement") : Stream.of();
        return texts(Stream.of(
                        moves(possible, row -> row.by() == role && row.action().isRequested())
                                .map(row -> row.action().text()),
                        proposals,
                        statements)
                .flatMap(texts -> texts));
    }

    private static Set<String> answersOf(Role role, Collection<Edge> possible) {
        return texts(possible.stream()
                .map(Edge::step)
                .filter(step -> step.by() == role)
                .map(step -> {
                    if (step instanceof Move move) {
                        return move.row().action().isRequested() ? "" : "accept";
                    }
                    return step instanceof Decline ? "decline" : step instanceof Withdraw ? "withdraw" : "";
                })
                .filter(answer -> !answer.isEmpty()));
    }

    private static Stream<Transition> moves(Collection<Edge> possible, Predicate<Transition> which) {
        return possible.stream()
                .map(Edge::step)
                .filter(step -> step instanceof Move)
                .map(step -> ((Move) step).row())
                .filter(which);
    }

    private Map<String, Object> shown(ProtocolState state) {
        Map<String, Object> shown = new TreeMap<>();
        JsonNode read = view(Role.CLIENT).json();
        shown.put(
                "statuses",
                read.path("status").asText() + "/" + read.path("payment_status").asText());
        shown.put("last action", read.path("last_event").path("action").asText());
        Set<String> running = new TreeSet<>();
        read.path("deadlines").properties().forEach(deadline -> {
            // Nothing moves an order when deliver_by is over.
            if (!deadline.getKey().equals("deliver_by") && isInFuture(deadline.getValue())) {
                running.add(deadline.getKey());
            }
        });
        shown.put("refund", String.valueOf(view(Role.CLIENT).at("refund_amount")));
        JsonNode dispute = read.path("dispute");
        if (dispute.path("answered").asBoolean()) {
            running.remove(Deadline.RESPOND_BY.text());
        }
        shown.put("deadlines", running);
        JsonNode proposal = read.path("proposal");
        shown.put(
                "proposal",
                proposal.isNull()
                        ? "null"
                        : "agree-" + proposal.path("kind").asText() + " proposed by the "
                                + proposal.path("proposed_by").asText());
        shown.put("dispute", !dispute.isNull());
        if (!dispute.isNull()) {
            shown.put("not heard", notHeard(dispute));
            shown.put("answered", dispute.path("answered").asBoolean());
            shown.put("outcomes", new TreeSet<>(view(Role.CLIENT).texts("dispute.outcomes")));
        }
        views.forEach((role, view) -> {
            shown.put("allowed to the " + role.text(), new TreeSet<>(view.texts("allowed_actions")));
            shown.put("answers of the " + role.text(), new TreeSet<>(view.texts("proposal.allowed_actions")));
            shown.put("changes for the " + role.text() + " without another entity tag", unnoticedChanges(role));
        });
        return shown;
    }

    /** What a caller would not read who asks only for another version than they have. */
    private Set<String> unnoticedChanges(Role role) {
        Answer before = viewsBefore.get(role);
        Answer now = view(role);
        if (before == null || !requireNonNull(now.header("ETag")).equals(before.header("ETag"))) {
            return Set.of();
        }
        return texts(Stream.of("status", "payment_status", "allowed_actions", "proposal", "dispute.answered")
                .filter(path -> !Objects.equals(before.at(path), now.at(path))));
    }

    /** The parties that have neither opened the dispute nor said anything in it, until their time is over. */
    private Set<Role> notHeard(JsonNode dispute) {
        EnumSet<Role> left = EnumSet.of(Role.CLIENT, Role.FREELANCER);
        if (!isInFuture(dispute.path("respond_by"))) {
            left.clear();
        }
        List<JsonNode> said = market.api()
                .as(order.client())
                .get(order.path("statements?limit=100"))
                .expect(200)
                .items();
        statements =
                said.stream().map(statement -> statement.path("id").asText()).collect(Collectors.toSet());
        // Not by their times: a transaction that opened the dispute may have begun before one in which somebody spoke.
        said.stream()
                .filter(statement ->
                        !statementsBefore.contains(statement.path("id").asText()))
                .forEach(statement -> left.removeIf(
                        role -> role.text().equals(statement.path("author_role").asText())));
        left.removeIf(role -> role.text().equals(dispute.path("opened_by").asText()));
        return left;
    }

    private static boolean isInFuture(JsonNode time) {
        return !time.isNull() && time(time).isAfter(OffsetDateTime.now());
    }

    private static OffsetDateTime time(JsonNode time) {
        return OffsetDateTime.parse(time.asText());
    }

    private static Set<String> texts(Stream<String> texts) {
        return texts.collect(TreeSet::new, Set::add, Set::addAll);
    }

    @Override
    public String toString() {
        return "order " + order.id();
    }
}
