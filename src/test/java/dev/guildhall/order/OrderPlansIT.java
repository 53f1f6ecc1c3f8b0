package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.PageRequest;
import dev.guildhall.support.LargeMarket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("Filling the tables uses all processors")
class OrderPlansIT {
    @Tag("DATA-11")
    @ParameterizedTest
    @MethodSource
    void usesNoSequentialScan(String statement) {
        assertThat(LargeMarket.planOfRead(statement)).doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }

    @Test
    @Tag("DATA-11")
    void usesOneIndexForEachRole() {
        assertThat(LargeMarket.planOfRead(OrderListSql.AS_CLIENT)).containsPattern("orders_client_idx on orders\\b");
        assertThat(LargeMarket.planOfRead(OrderListSql.AS_FREELANCER))
                .containsPattern("orders_freelancer_idx on orders\\b");
        assertThat(LargeMarket.planOfRead(OrderListSql.AS_CLIENT_OR_FREELANCER))
                .containsPattern("orders_client_idx on orders\\b")
                .containsPattern("orders_freelancer_idx on orders\\b");
        assertThat(LargeMarket.planOfRead(OrderListSql.AS_ADMIN))
                .containsPattern("ended_orders_placed_idx on ended_orders\\b")
                .containsPattern("order_deadlines_placed_idx on order_deadlines\\b");
    }

    /** In this market 40,000 orders are in progress and 10 in revision, all with the same deadline. */
    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    @Tag("DATA-11")
    void readsOnlyOrdersInTheStatusThatAnAdminAsksFor(OrderStatus status) {
        OrderFilter filter = new OrderFilter(Role.ADMIN, Set.of(status), false, false);
        Map<String, Object> parameters = filter.parameters(new Caller(new UUID(0, 0), true))
                .with(new PageRequest(20, null).parameters(KeysetPosition.NEWEST));

        assertThat(LargeMarket.rowsReadBySearch("order_deadlines", OrderListSql.AS_ADMIN, parameters))
                .as("rows of order_deadlines and of its indexes")
                .isLessThanOrEqualTo(120);
        assertThat(LargeMarket.rowsReadBySearch("orders", OrderListSql.AS_ADMIN, parameters))
                .as("rows of orders and of its indexes")
                .isLessThanOrEqualTo(60);
    }

    @Test
    void readsNoOrderOfOthersForSomebodyWhoIsNoAdmin() {
        OrderFilter filter = new OrderFilter(Role.ADMIN, Set.of(), false, false);
        Map<String, Object> parameters = filter.parameters(new Caller(new UUID(0, 0), false))
                .with(new PageRequest(20, null).parameters(KeysetPosition.NEWEST));

        assertThat(LargeMarket.rowsReadBySearch("orders", OrderListSql.AS_ADMIN, parameters))
                .as("rows of orders and of its indexes for somebody who is no admin")
                .isZero();
    }

    static Stream<String> usesNoSequentialScan() {
        Stream<String> moves = OrderTransitions.TABLE.stream()
                .collect(Collectors.groupingBy(row -> row.action().text() + OrderTransitions.needsProof(row)))
                .values()
                .stream()
                .distinct()
                .flatMap(rows -> Stream.of(MoveSql.of(rows), MoveSql.ofSeveral(rows)));
        return Stream.concat(
                moves,
                Stream.of(
                        OrderSql.FIND,
                        OrderListSql.AS_CLIENT,
                        OrderListSql.AS_FREELANCER,
                        OrderListSql.AS_CLIENT_OR_FREELANCER,
                        OrderListSql.AS_ADMIN,
                        OrderListSql.HISTORY,
                        OrderListSql.PROOFS,
                        MoveSql.PLACE,
                        MoveSql.PLACE_ALL,
                        OrderSql.EXPLAIN_PLACE,
                        OrderSql.LOCK,
                        OrderSql.FIND_SNAPSHOT,
                        OrderListSql.DISPUTES,
                        DeadlineSql.FIND_DUE,
                        DeadlineSql.TRY_LATER,
                        DeadlineSql.PRUNE_APPEALS,
                        DeadlineSql.START_DEADLINES,
                        DeadlineSql.COUNT_OVERDUE_DISPUTES,
                        ProposalSql.CLOSE_FORMER,
                        ProposalSql.PROPOSE,
                        ProposalSql.CLOSE,
                        ProposalSql.PROPOSALS,
                        StatementRepository.ADD,
                        StatementRepository.FIND,
                        StatementRepository.LIST));
    }
}
