package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Caller;
import dev.guildhall.failure.Failure;
import dev.guildhall.http.IfMatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GigSnapshotTest {
    private static final Caller OWNER = new Caller(UUID.randomUUID(), false);
    private static final Caller ADMIN = new Caller(UUID.randomUUID(), true);
    private static final GigSnapshot ACTIVE = new GigSnapshot(OWNER.id(), 2, "USD", false);
    private static final GigSnapshot TAKEN_DOWN = new GigSnapshot(OWNER.id(), 2, "USD", true);

    @Test
    void checksTheOwnerThenTheVersionThenTheState() {
        assertThat(refusal(TAKEN_DOWN, ADMIN, List.of(1), true, false)).isEqualTo("forbidden");
        assertThat(refusal(TAKEN_DOWN, OWNER, List.of(1), true, false)).isEqualTo("precondition_failed");
        assertThat(refusal(TAKEN_DOWN, OWNER, List.of(1, 2), true, false)).isEqualTo("gig_taken_down");
    }

    @Test
    void refusesNothingThatIsPossibleNow() {
        assertThat(refusal(TAKEN_DOWN, OWNER, null, false, false)).isEqualTo("nothing");
        assertThat(refusal(ACTIVE, OWNER, null, true, false)).isEqualTo("nothing");
        assertThat(refusal(TAKEN_DOWN, ADMIN, List.of(2), true, true)).isEqualTo("nothing");
    }

    private static String refusal(
            GigSnapshot gig,
            Caller caller,
            @Nullable List<Integer> versions,
            boolean isActivation,
            boolean isModeration) {
        GigChange change = new GigChange(
                UUID.randomUUID(),
                caller,
                new IfMatch(versions),
                new TreeMap<>(Map.of("is_active", isActivation)),
                false,
                null);
        return gig.refusal(change, isModeration).map(Failure::code).orElse("nothing");
    }
}
