package dev.guildhall.review;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.order.OrderAccess;
import dev.guildhall.user.UserSummary;

/** The statements on reviews. Each checks itself whether the caller is allowed. */
final class ReviewSql {
    private static final Columns SHARED_COLUMNS = Columns.of(
                    "r.id", "r.order_id", "r.reviewee_id", "r.rating", "r.created_at")
            .withText("r.comment");

    private static final Columns REVIEW = SHARED_COLUMNS.with(Columns.of("r.reviewer_id"));

    private static final Columns COLUMNS =
            SHARED_COLUMNS.withText("o.gig_title").with(UserSummary.columns("reviewer"));

    private static final Keyset NEWEST = Keyset.newestFirst("r");

    /**
     * Locks the order before the reviewee, as a move does that completes an order, so that there is no deadlock. Raises the version of the
     * order, since its {@code can_review} changes.
     */
    static final String CREATE = """
            with reviewed as (
              select o.id, o.gig_title, reviewee.id as reviewee_id
              from orders o join users reviewee on reviewee.id =
                case when o.client_id = #{caller} then o.freelancer_id when o.freelancer_id = #{caller} then o.client_id end
              where o.id = #{order} and o.status = 'COMPLETED'
                and not exists (select from reviews r where r.order_id = o.id and r.reviewer_id = #{caller})
              for no key update of o, reviewee
            ), created as (
              insert into reviews as r (id, order_id, reviewer_id, reviewee_id, rating, comment)
              select #{review}, id, #{caller}, reviewee_id, #{rating}, #{comment} from reviewed
              on conflict on constraint reviews_once do nothing
              returning %s
            ), updated as (
              update orders o set updated_at = now() from created r where o.id = r.order_id
            )
            """.formatted(REVIEW) + "select " + COLUMNS + """
             from created r join reviewed o on o.id = r.order_id join users reviewer on reviewer.id = r.reviewer_id
            """;

    static final String EXPLAIN_CREATE = """
            select #{caller} in (o.client_id, o.freelancer_id) as is_party, o.status = 'COMPLETED' as is_completed,
                   exists (select from reviews r where r.order_id = o.id and r.reviewer_id = #{caller}) as is_reviewed
            from orders o
            where o.id = #{order} and
            """ + OrderAccess.IS_VISIBLE;

    static final String FIND = "select " + COLUMNS + """
             from reviews r join orders o on o.id = r.order_id join users reviewer on reviewer.id = r.reviewer_id
            where r.id = #{review}
            """;

    static final String RECEIVED = ofUser("reviewee_id");
    static final String GIVEN = ofUser("reviewer_id");

    static final String OF_ORDER =
            page("select " + COLUMNS + """
             from orders o left join reviews r on r.order_id = o.id and
            """ + NEWEST.after() + """
             left join users reviewer on reviewer.id = r.reviewer_id
             where o.id = #{order} and
            """ + OrderAccess.IS_VISIBLE + NEWEST.page());

    private ReviewSql() {}

    private static String ofUser(String column) {
        return page(
                "select " + COLUMNS + """
             from users u left join lateral (
               select %s from reviews r where r.%s = u.id and %s %s
             ) r on true
             left join orders o on o.id = r.order_id left join users reviewer on reviewer.id = r.reviewer_id
             where u.id = #{user} and (u.is_active or #{is_admin}::boolean)
            """.formatted(REVIEW, column, NEWEST.after(), NEWEST.page()) + NEWEST.order());
    }

    private static String page(String rows) {
        return PagedSelect.of(COLUMNS, rows, NEWEST.orderOfResult());
    }
}
