package dev.guildhall.db;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a connection of the pool send all statements of one turn of the event loop by one system call, see
 * {@code docs/decisions/0008-netty-channel.md}.
 */
final class FlushConsolidation {
    /** More statements than one connection has at a time. */
    private static final int MAX_FLUSHES = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

    private static final Logger LOG = LoggerFactory.getLogger(FlushConsolidation.class);

    private FlushConsolidation() {}

    /** To be called for each new connection of a pool, to which it gives the connection back. */
    static void install(SqlConnection pooled) {
        Connection connection = ((SqlConnectionInternal) pooled).unwrap().unwrap();
        if (connection instanceof SocketConnectionBase ofDriver) {
            ofDriver.socket()
                    .channelHandlerContext()
                    .pipeline()
                    .addFirst(new FlushConsolidationHandler(MAX_FLUSHES, true));
        }
        pooled.close().onFailure(error -> LOG.debug("Cannot give a new connection back to its pool", error));
    }
}
