package dev.guildhall.order;

import dev.guildhall.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets time pass for all orders of a development machine: moves their deadlines back. The database user has to own the tables. */
public final class OrderClock {
    private static final Logger LOG = LoggerFactory.getLogger(OrderClock.class);

    private final Database database;

    public OrderClock(Database database) {
        this.database = database;
    }

    Future<Void> advance(Duration time) {
        String interval = "make_interval(secs => " + time.toSeconds() + ")";
        return database.inTransaction(work -> run(work.client(), interval, 0))
                .onSuccess(done -> LOG.warn("The clock of all orders was moved forward by {}", time));
    }

    private static Future<Void> run(SqlClient client, String interval, int next) {
        return next == DeadlineSql.ADVANCE_CLOCK.size()
                ? Future.succeededFuture()
                : client.query(DeadlineSql.ADVANCE_CLOCK.get(next).formatted(interval))
                        .execute()
                        .compose(done -> run(client, interval, next + 1));
    }
}
