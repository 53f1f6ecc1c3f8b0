package dev.guildhall.http;

import dev.guildhall.auth.Secret;
import dev.guildhall.db.Database;
import io.vertx.core.Future;

/**
 * What cursors are sealed with: it was made with the database and so is the same on all its nodes, and no change of another secret
 * makes a cursor useless that somebody still holds.
 */
public final class CursorSecret {
    private static final String FIND = "select secret from cursor_secret";

    private CursorSecret() {}

    public static Future<Secret> read(Database database) {
        return database.read(client -> client.query(FIND).execute())
                .map(rows -> new Secret(rows.iterator().next().getString("secret")));
    }
}
