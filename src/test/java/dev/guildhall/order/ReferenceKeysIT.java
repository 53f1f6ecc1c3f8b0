package dev.guildhall.order;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.PlacedOrder;
import dev.guildhall.support.TestGig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Proofs from before there were keys of references. */
@Tag("DATA-7")
class ReferenceKeysIT {
    @RegisterExtension
    static final Market market = new Market();

    private final TestGig gig = market.aGig().create();

    @BeforeEach
    void allowProofsWithoutAKey() {
        market.sql().update("alter table payment_proofs drop constraint if exists payment_proofs_reference_key_fits");
        market.sql().update("alter table payment_proofs drop constraint if exists payment_proofs_verified_has_key");
    }

    @Test
    void getTheirKeyAtTheStart() {
        PlacedOrder verified = fromBefore("TRX \u0661", true);
        PlacedOrder waiting = fromBefore("TRX 2", false);
        startAgain();
        assertThat(key(verified)).isEqualTo("trx1");
        assertThat(key(waiting)).isEqualTo("trx2");
        submit("trx1").expectProblem(409, "payment_reference_used");
    }

    @Test
    void getNoneIfTheyProveOneTransferTwiceAndAreLogged() {
        PlacedOrder one = fromBefore("TRX\u00a07", true);
        PlacedOrder other = fromBefore("trx 7", true);
        PlacedOrder elsewhere = market.anOrder().paid();
        forget(elsewhere, "TRX 7", true);
        List<String> log = startAgain();
        assertThat(log)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("2 orders were paid with a reference")
                        .contains(one.id().toString(), other.id().toString())
                        .doesNotContain(elsewhere.id().toString()));
        assertThat(key(one))
                .as("the key of a reference that has proven two payments")
                .isNull();
        assertThat(key(other))
                .as("the key of a reference that has proven two payments")
                .isNull();
        assertThat(key(elsewhere))
                .as("the key of the same reference to another freelancer")
                .isEqualTo("trx7");
        submit("TRX7").expectProblem(409, "payment_reference_used");
    }

    private PlacedOrder fromBefore(String reference, boolean isVerified) {
        PlacedOrder order = market.anOrder().of(gig).paid();
        forget(order, reference, isVerified);
        return order;
    }

    private static void forget(PlacedOrder order, String reference, boolean isVerified) {
        market.sql()
                .update(
                        "update payment_proofs set proof_reference = ?, reference_key = null, verified = ? where order_id = ?",
                        reference,
                        isVerified,
                        order.id());
    }

    private Answer submit(String reference) {
        return market.anOrder().of(gig).placed().byClient("submit-payment", PlacedOrder.aProof(reference));
    }

    private static @Nullable Object key(PlacedOrder order) {
        Map<String, @Nullable Object> row =
                market.sql().row("select reference_key from payment_proofs where order_id = ?", order.id());
        return row.get("reference_key");
    }

    /** Returns the lines of the log about references. */
    private static List<String> startAgain() {
        Logger logger = (Logger) LoggerFactory.getLogger(ReferenceKeys.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            market.anotherNode().close();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
