package dev.guildhall.http;

import dev.guildhall.auth.Secret;
import dev.guildhall.db.Database;
import io.vertx.core.Future;

/**
 * The secret that authenticates cursors. It was created with the database, so all nodes have the same, and a change of
 * other secrets does not invalidate cursors in use.
 */
public final class CursorSecret {
    private static final String FIND = "select secret from cursor_secret";

    private CursorSecret() {}

    public static Future<Secret> read(Database database) {
        return database.read(client -> client.query(FIND).execute())
                .map(rows -> new Secret(rows.iterator().next().getString("secret")));
    }
}
