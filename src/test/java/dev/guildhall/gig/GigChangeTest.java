package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.auth.Caller;
import dev.guildhall.http.IfMatch;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GigChangeTest {
    private static final Caller ADMIN = new Caller(UUID.randomUUID(), true);
    private static final Caller USER = new Caller(UUID.randomUUID(), false);

    @Test
    void letsAdminsTakeAGigDownAndRestoreItAndDoNothingElse() {
        assertThat(change(ADMIN, Map.of("is_active", false)).isModeration()).isTrue();
        assertThat(change(ADMIN, Map.of("is_active", true)).isModeration()).isTrue();

        assertThat(change(ADMIN, Map.of("is_active", false, "title", "Removed")).isModeration())
                .isFalse();
        assertThat(change(ADMIN, Map.of()).isModeration()).isFalse();
        assertThat(change(USER, Map.of("is_active", false)).isModeration()).isFalse();
        assertThat(deletion(ADMIN).isModeration()).isFalse();
    }

    @Test
    void knowsWhetherAChangeActivatesAGig() {
        assertThat(change(USER, Map.of("is_active", true)).isActivation()).isTrue();
        assertThat(change(USER, Map.of("is_active", false)).isActivation()).isFalse();
        assertThat(change(USER, Map.of("title", "Logo")).isActivation()).isFalse();
        assertThat(change(USER, Map.of("is_active", false)).hasIsActive()).isTrue();
        assertThat(change(USER, Map.of("title", "Logo")).hasIsActive()).isFalse();
    }

    @Test
    void writesNothingForAnEmptyChange() {
        assertThat(change(USER, Map.of()).isEmpty()).isTrue();
        assertThat(GigSql.change(change(USER, Map.of()))).doesNotContain("update gigs");
        assertThat(deletion(USER).isEmpty()).isFalse();
    }

    @Test
    void writesOnlyTheColumnsThatChange() {
        assertThat(GigSql.change(change(USER, Map.of("price", BigDecimal.ONE, "delivery_days", 2))))
                .contains("set delivery_days = #{delivery_days}, price = #{price}, version = g.version + 1");
    }

    private static GigChange change(Caller caller, Map<String, Object> values) {
        return new GigChange(UUID.randomUUID(), caller, IfMatch.ANY, new TreeMap<>(values), false, null);
    }

    private static GigChange deletion(Caller caller) {
        return new GigChange(UUID.randomUUID(), caller, IfMatch.ANY, new TreeMap<>(), true, null);
    }
}
