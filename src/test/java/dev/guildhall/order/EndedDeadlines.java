package dev.guildhall.order;

import dev.guildhall.support.Sql;
import java.util.UUID;

/** Lets single deadlines and proposals of single orders be over. Other changes of them are refused as before. */
final class EndedDeadlines implements AutoCloseable {
    private final Sql sql;

    /** @param sql a connection that nothing else uses */
    EndedDeadlines(Sql sql) {
        this.sql = sql;
        // A condition, since to switch triggers off and on for each deadline would make all nodes plan their statements
        // again.
        sql.update("""
                do $$ declare guard record; begin
                  for guard in
                    select tgname, tgrelid::regclass as of, pg_get_triggerdef(oid) as text from pg_trigger
                    where tgname in ('orders_guard', 'order_deadlines_guard', 'order_proposals_guard')
                  loop
                    execute format('drop trigger %I on %s', guard.tgname, guard.of);
                    execute replace(guard.text, 'EXECUTE FUNCTION',
                      'WHEN (current_setting(''test.clock'', true) is distinct from ''on'') EXECUTE FUNCTION');
                  end loop;
                end $$
                """);
        sql.update("set test.clock = 'on'");
    }

    synchronized void end(Deadline deadline, UUID order) {
        sql.begin();
        if (deadline == Deadline.REFUND_BY) {
            // It goes on while no row of it runs.
            sql.update("update orders set refund_by = now() - interval '1 second' where id = ?", order);
        }
        sql.update("""
                update order_deadlines set due_at = now() - interval '1 second', try_at = now() - interval '1 second'
                where order_id = ? and deadline = ?
                """, order, deadline.text());
        sql.commit();
    }

    synchronized void expireProposal(UUID order) {
        sql.update(
                "update order_proposals set expires_at = now() - interval '1 second' where order_id = ? and status = 'open'",
                order);
    }

    @Override
    public void close() {
        sql.close();
    }
}
