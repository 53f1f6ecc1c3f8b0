package dev.guildhall.review;

import dev.guildhall.auth.Caller;
import dev.guildhall.db.Ids;
import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.NamedStatement;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import dev.guildhall.db.Parameters;
import dev.guildhall.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reviews in PostgreSQL; the statements are in {@link ReviewSql}. */
final class ReviewRepository {

    /** Empty if this reviewer cannot review this order, or has reviewed it already. */
    Future<Optional<Review>> create(SqlClient client, NewReview review) {
        return NamedStatement.query(client, ReviewSql.CREATE)
                .mapTo(Review::from)
                .execute(parameters(review)
                        .with("review", Ids.next())
                        .with("rating", review.rating())
                        .with("comment", review.comment()))
                .map(Rows::first);
    }

    /** The current order, to explain why it was not reviewed; empty if the reviewer may not see it. */
    Future<Optional<ReviewableOrder>> findReviewableOrder(SqlClient client, NewReview review) {
        return NamedStatement.query(client, ReviewSql.EXPLAIN_CREATE)
                .mapTo(ReviewableOrder::from)
                .execute(parameters(review))
                .map(Rows::first);
    }

    Future<Optional<Review>> find(SqlClient client, UUID review) {
        return NamedStatement.query(client, ReviewSql.FIND)
                .mapTo(Review::from)
                .execute(Map.of("review", review))
                .map(Rows::first);
    }

    /** Empty if the viewer may not see the user. */
    Future<Optional<Page<Review>>> listOfUser(
            SqlClient client, UUID user, ReviewDirection direction, Optional<Caller> viewer, PageRequest page) {
        String sql = direction == ReviewDirection.RECEIVED ? ReviewSql.RECEIVED : ReviewSql.GIVEN;
        Parameters parameters = Parameters.of("user", user)
                .with("is_admin", viewer.map(Caller::isAdmin).orElse(false));
        return list(client, sql, parameters, page);
    }

    /** Empty if the caller may not see the order. */
    Future<Optional<Page<Review>>> listOfOrder(SqlClient client, UUID order, Caller caller, PageRequest page) {
        return list(client, ReviewSql.OF_ORDER, parameters(order, caller), page);
    }

    private static Future<Optional<Page<Review>>> list(
            SqlClient client, String sql, Parameters parameters, PageRequest page) {
        return NamedStatement.query(client, sql)
                .execute(parameters.with(page.parameters(KeysetPosition.NEWEST)))
                .map(rows -> page.pageOrNone(
                        rows, "id", Review::from, review -> KeysetPosition.at(review.createdAt(), review.id())));
    }

    private static Parameters parameters(NewReview review) {
        return parameters(review.order(), review.reviewer());
    }

    private static Parameters parameters(UUID order, Caller caller) {
        return Parameters.ofCaller(caller.id(), caller.isAdmin()).with("order", order);
    }
}
