package dev.guildhall.moderation;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Database;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists moderation events for admins. */
public final class ModerationService {
    private final Database database;
    private final ModerationRepository events = new ModerationRepository();

    public ModerationService(Database database) {
        this.database = database;
    }

    /**
     * @param user null: any user
     * @param gig null: any gig
     */
    Future<Page<ModerationEvent>> list(Caller caller, @Nullable UUID user, @Nullable UUID gig, PageRequest page) {
        if (!caller.isAdmin()) {
            throw new Failure.Forbidden("forbidden", "Only admins see what was moderated.");
        }
        return database.read(client -> events.list(client, user, gig, page));
    }
}
