package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.PageRequest;
import dev.guildhall.support.LargeMarket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("The filling takes the processors")
class UserPlansIT {
    @Tag("DATA-11")
    @Test
    void readsNoWholeTable() {
        assertThat(LargeMarket.planOfRead(UserListSql.of(new UserFilter(null, null))))
                .contains("users_listed_idx")
                .doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
        assertThat(LargeMarket.planOfSearch(UserListSql.of(new UserFilter("mira", null))))
                .contains("users_email_search_idx", "users_name_search_idx")
                .doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }

    /** All 10,000 users of this market are called User. */
    @Tag("DATA-11")
    @Test
    void doesNotReadAllWhoseNamesBeginWithAWord() {
        UserFilter filter = new UserFilter("user", null);
        assertThat(LargeMarket.rowsReadBySearch(
                        "users",
                        UserListSql.of(filter),
                        filter.parameters().with(new PageRequest(20, null).parameters(KeysetPosition.NEWEST))))
                .as("rows of users and of its indexes")
                .isLessThanOrEqualTo(2_100);
    }
}
