package dev.guildhall.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Parameters;
import dev.guildhall.support.LargeMarket;
import java.util.UUID;
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

    @Tag("DATA-11")
    @Test
    void usesNoSequentialScanForAccountsOfAdmins() {
        assertThat(LargeMarket.planOfRead(UserListSql.WITHOUT_EMAIL_KEY))
                .contains("users_without_email_key_idx")
                .doesNotContainPattern(LargeMarket.READ_FROM_END_TO_END);
    }

    /** Half of the users of this market have these instructions. */
    @Tag("DATA-11")
    @Test
    void doesNotReadAllWhoHaveTheSamePaymentInstructions() {
        UUID owner = UUID.fromString("bb9836f5-e2ce-756d-059b-9a4556283bc0");
        assertThat(LargeMarket.rowsReadBySearch(
                        "users",
                        UserListSql.WITH_SAME_INSTRUCTIONS,
                        Parameters.of("id", owner).with(new PageRequest(20, null).parameters(KeysetPosition.NEWEST))))
                .as("rows of users and of its indexes")
                .isLessThanOrEqualTo(50);
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

    /** None of them is inactive. */
    @Tag("DATA-11")
    @Test
    void doesNotReadAllWhoseNamesBeginWithAWordForTheFewThatAreInactive() {
        UserFilter filter = new UserFilter("user", false);
        assertThat(LargeMarket.rowsReadBySearch(
                        "users",
                        UserListSql.of(filter),
                        filter.parameters().with(new PageRequest(20, null).parameters(KeysetPosition.NEWEST))))
                .as("rows of users and of its indexes")
                .isLessThanOrEqualTo(100);
    }
}
