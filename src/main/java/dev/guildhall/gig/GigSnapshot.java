package dev.guildhall.gig;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.money.Money;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/** The data of a gig that explains why it did not change. */
record GigSnapshot(UUID freelancerId, int version, String currency, boolean isTakenDown) {

    static GigSnapshot from(Row row) {
        return new GigSnapshot(
                row.getUUID("freelancer_id"),
                row.getInteger("version"),
                row.getString("currency"),
                row.getBoolean("is_taken_down"));
    }

    boolean isOf(Caller caller) {
        return freelancerId.equals(caller.id());
    }

    /** Why the change is refused: checks the owner, then the version, the state and the price. Empty if it is possible now. */
    Optional<Failure> refusal(GigChange change, boolean isModeration) {
        boolean isOwn = isOf(change.caller());
        if (!isOwn && !isModeration) {
            return Optional.of(new Failure.Forbidden(
                    "forbidden",
                    "A gig is its freelancer's; admins may send is_active and a reason, and nothing else."));
        }
        if (!change.ifMatch().allows(version)) {
            return Optional.of(new Failure.PreconditionFailed());
        }
        if (isOwn && isTakenDown && change.isActivation()) {
            return Optional.of(
                    new Failure.Conflict(
                            "gig_taken_down",
                            "An admin has taken this gig down, and only an admin can restore it. Everything else about it can be changed."));
        }
        BigDecimal price = change.price();
        return price == null
                ? Optional.empty()
                : Money.error(price, "price", currency).map(Failure.Invalid::new);
    }
}
