package dev.guildhall.review;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Rows;
import dev.guildhall.http.Ids;
import dev.guildhall.http.KeysetPosition;
import dev.guildhall.http.Page;
import dev.guildhall.http.PageRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reviews in PostgreSQL; the statements stand in {@link ReviewSql}. */
final class ReviewRepository {

    /** Empty if this reviewer cannot review this order, or has done so. */
    Future<Optional<Review>> create(SqlClient client, NewReview review) {
        Map<String, @Nullable Object> parameters = parameters(review);
        parameters.put("review", Ids.next());
        parameters.put("rating", review.rating());
        parameters.put("comment", review.comment());
        return NamedStatement.query(client, ReviewSql.CREATE)
                .mapTo(Review::from)
                .execute(parameters)
                .map(Rows::first);
    }

    /** Empty if the order is not visible to the reviewer. */
    Future<Optional<ReviewStanding>> standing(SqlClient client, NewReview review) {
        return NamedStatement.query(client, ReviewSql.EXPLAIN_CREATE)
                .mapTo(ReviewStanding::from)
                .execute(parameters(review))
                .map(Rows::first);
    }

    Future<Optional<Review>> find(SqlClient client, UUID review) {
        return NamedStatement.query(client, ReviewSql.FIND)
                .mapTo(Review::from)
                .execute(Map.of("review", review))
                .map(Rows::first);
    }

    /** Empty if the user is not there for this viewer. */
    Future<Optional<Page<Review>>> listOfUser(
            SqlClient client, UUID user, ReviewDirection direction, Optional<Caller> viewer, PageRequest page) {
        Map<String, @Nullable Object> parameters = new HashMap<>(page.keyset(KeysetPosition.NEWEST));
        parameters.put("user", user);
        parameters.put("is_admin", viewer.map(Caller::isAdmin).orElse(false));
        String sql = direction == ReviewDirection.RECEIVED ? ReviewSql.RECEIVED : ReviewSql.GIVEN;
        return list(client, sql, parameters, page);
    }

    /** Empty if the caller may not see the order. */
    Future<Optional<Page<Review>>> listOfOrder(SqlClient client, UUID order, Caller caller, PageRequest page) {
        Map<String, @Nullable Object> parameters = parameters(order, caller);
        parameters.putAll(page.keyset(KeysetPosition.NEWEST));
        return list(client, ReviewSql.OF_ORDER, parameters, page);
    }

    private static Future<Optional<Page<Review>>> list(
            SqlClient client, String sql, Map<String, @Nullable Object> parameters, PageRequest page) {
        return NamedStatement.query(client, sql)
                .execute(parameters)
                .map(rows -> page.pageOrNone(
                        rows, "id", Review::from, review -> KeysetPosition.at(review.createdAt(), review.id())));
    }

    private static Map<String, @Nullable Object> parameters(NewReview review) {
        return parameters(review.order(), review.reviewer());
    }

    private static Map<String, @Nullable Object> parameters(UUID order, Caller caller) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("order", order);
        parameters.put("caller", caller.id());
        parameters.put("is_admin", caller.isAdmin());
        return parameters;
    }
}
