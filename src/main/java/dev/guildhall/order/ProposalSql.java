package dev.guildhall.order;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;

/** The statements on proposals. Those that write run while the order is locked. */
final class ProposalSql {
    private static final Columns COLUMNS = Proposal.COLUMNS.withText("o.currency");

    /** Closes a proposal that has expired, or that its own party replaces. */
    static final String CLOSE_FORMER = """
            update order_proposals p set status = case when p.expires_at <= now() then 'expired' else 'withdrawn' end
            where p.order_id = #{order} and p.status = 'open'
            """;

    static final String PROPOSE = """
            insert into order_proposals as pr
              (id, order_id, event_count, kind, days, refund_amount, note, proposed_by, expires_at)
            select #{proposal}, o.id, o.event_count, #{kind}, #{days}::int, #{refund_amount}::numeric, #{note}, #{proposed_by}, now()
            from orders o where o.id = #{order} and %s
            returning %s, (select o.currency from orders o where o.id = pr.order_id) as currency
            """.formatted(OrderAccess.IS_VISIBLE, Proposal.COLUMNS);

    static final String CLOSE = """
            update order_proposals pr
            set status = #{status}, accepted_event = case #{status} when 'accepted' then pr.event_count + 1 end
            from orders o
            where pr.id = #{proposal} and pr.order_id = #{order} and o.id = pr.order_id and %s
            returning %s
            """.formatted(OrderAccess.IS_VISIBLE, COLUMNS);

    private static final Keyset NEWEST_PROPOSAL = Keyset.newestFirst("pr");

    static final String PROPOSALS = PagedSelect.of(
            COLUMNS,
            "select " + COLUMNS + " from orders o left join order_proposals pr on pr.order_id = o.id and"
                    + NEWEST_PROPOSAL.after() + "where o.id = #{order} and" + OrderAccess.IS_VISIBLE
                    + NEWEST_PROPOSAL.page(),
            "proposed_at desc, proposal_id desc");

    private ProposalSql() {}
}
