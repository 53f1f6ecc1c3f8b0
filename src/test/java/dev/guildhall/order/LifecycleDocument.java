package dev.guildhall.order;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The content of {@code docs/order-lifecycle.md}; its table and its diagram are made from the transition table. */
record LifecycleDocument(String text) {
    private static final Path FILE = Path.of("docs", "order-lifecycle.md");
    private static final String TABLE_HEAD = "| action | who | from | to | only |\n| --- | --- | --- | --- | --- |\n";
    private static final String DIAGRAM_HEAD = "```mermaid\nstateDiagram-v2\n";
    private static final String PLACING = "    [*] --> PENDING_PAYMENT_PENDING: place";

    private record Move(OrderAction action, OrderState from, OrderState to, String only) {}

    private record Line(OrderAction action, List<Role> by, OrderState to, String only) {}

    private record Arrow(OrderState from, OrderState to) {}

    /** Writes the table and the diagram of the code into the document. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, read().madeFrom(OrderTransitions.TABLE).text());
    }

    static LifecycleDocument read() throws IOException {
        return new LifecycleDocument(Files.readString(FILE));
    }

    /** The same document with the table and the diagram of these transitions. */
    LifecycleDocument madeFrom(List<Transition> transitions) {
        return replacing(DIAGRAM_HEAD, diagramOf(transitions), "\n```")
                .replacing(TABLE_HEAD, tableOf(transitions), "\n\n");
    }

    private LifecycleDocument replacing(String head, Stream<String> lines, String end) {
        int begin = text.indexOf(head) + head.length();
        return new LifecycleDocument(
                text.substring(0, begin) + lines.collect(joining("\n")) + text.substring(text.indexOf(end, begin)));
    }

    private static Stream<String> diagramOf(List<Transition> transitions) {
        TreeSet<OrderState> states = transitions.stream()
                .flatMap(row -> Stream.of(row.from(), row.to()))
                .collect(toCollection(() ->
                        new TreeSet<>(Comparator.comparing(OrderState::status).thenComparing(OrderState::payment))));
        Map<Arrow, TreeSet<OrderAction>> arrows = new LinkedHashMap<>();
        transitions.forEach(row -> arrows.computeIfAbsent(new Arrow(row.from(), row.to()), arrow -> new TreeSet<>())
                .add(row.action()));
        return Stream.of(
                        states.stream().map(state -> "    state \"" + state + "\" as " + id(state)),
                        Stream.of(PLACING),
                        arrows.entrySet().stream()
                                .map(arrow -> "    " + id(arrow.getKey().from()) + " --> "
                                        + id(arrow.getKey().to()) + ": "
                                        + arrow.getValue().stream()
                                                .map(OrderAction::text)
                                                .collect(joining(", "))))
                .flatMap(lines -> lines);
    }

    private static String id(OrderState state) {
        return state.status() + "_" + state.payment();
    }

    /** One line for all that differs in the role or in the state before the move alone. */
    private static Stream<String> tableOf(List<Transition> transitions) {
        Map<Move, List<Role>> moves = new LinkedHashMap<>();
        transitions.forEach(row -> moves.computeIfAbsent(
                        new Move(row.action(), row.from(), row.to(), rulesOf(row)), move -> new ArrayList<>())
                .add(row.by()));
        Map<Line, List<OrderState>> lines = new LinkedHashMap<>();
        moves.forEach((move, by) -> lines.computeIfAbsent(
                        new Line(move.action(), by, move.to(), move.only()), line -> new ArrayList<>())
                .add(move.from()));
        return lines.entrySet().stream()
                .map(line -> "| %s | %s | %s | %s | %s |"
                        .formatted(
                                quoted(line.getKey().action().text()),
                                line.getKey().by().stream().map(Role::text).collect(joining(", ")),
                                line.getValue().stream()
                                        .map(state -> quoted(state.toString()))
                                        .collect(joining(" ")),
                                quoted(line.getKey().to().toString()),
                                line.getKey().only()));
    }

    private static String rulesOf(Transition row) {
        List<String> rules = new ArrayList<>();
        if (!row.follows().isEmpty()) {
            rules.add("after "
                    + row.follows().stream()
                            .sorted()
                            .map(action -> quoted(action.text()))
                            .collect(joining(", ")));
        }
        if (row.until() != null) {
            rules.add("until " + quoted(row.until().text()));
        }
        if (row.once()) {
            rules.add("once");
        }
        if (row.deadline() != null) {
            rules.add("at " + quoted(row.deadline().text()));
        }
        return String.join("; ", rules);
    }

    private static String quoted(String word) {
        return "`" + word + "`";
    }
}
