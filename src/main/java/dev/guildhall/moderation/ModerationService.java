package dev.guildhall.moderation;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Database;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.failure.Failure;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells admins what was done in moderation. */
public final class ModerationService {
    private final Database database;
    private final ModerationRepository events = new ModerationRepository();

    public ModerationService(Database database) {
        this.database = database;
    }

    /**
     * @param user null: whoever it is about
     * @param gig null: whichever it is about
     */
    Future<Page<ModerationEvent>> list(Caller caller, @Nullable UUID user, @Nullable UUID gig, PageRequest page) {
        if (!caller.isAdmin()) {
            throw new Failure.Forbidden("forbidden", "Only admins see what was moderated.");
        }
        return database.read(client -> events.list(client, user, gig, page));
    }
}
