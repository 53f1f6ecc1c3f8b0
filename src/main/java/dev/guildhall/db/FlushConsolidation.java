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
    private static final Logger LOG = LoggerFactory.getLogger(FlushConsolidation.class);

    private FlushConsolidation() {}

    /** To be called for each new connection of a pool, to which it gives the connection back. */
    static void install(SqlConnection pooled) {
        try {
            Connection connection = ((SqlConnectionInternal) pooled).unwrap().unwrap();
            ((SocketConnectionBase) connection)
                    .socket()
                    .channelHandlerContext()
                    .pipeline()
                    .addFirst(new FlushConsolidationHandler(
                            FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Reads are sent one by one, which takes more CPU", e);
        } finally {
            pooled.close().onFailure(error -> LOG.debug("Cannot give a new connection back to its pool", error));
        }
    }
}
