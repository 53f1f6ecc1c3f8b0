package dev.guildhall.gig;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/** As much of a gig as it takes to say why it did not change. */
record GigStanding(UUID freelancerId, int version, boolean isTakenDown) {

    static GigStanding from(Row row) {
        return new GigStanding(
                row.getUUID("freelancer_id"), row.getInteger("version"), row.getBoolean("is_taken_down"));
    }
}
