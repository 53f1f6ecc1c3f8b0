package dev.guildhall.review;

import dev.guildhall.db.Columns;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.PagedSelect;
import dev.guildhall.order.OrderAccess;
import dev.guildhall.user.UserSummary;

/** The statements on reviews; each refuses by itself whoever is not allowed. */
final class ReviewSql {
    private static final Columns SHOWN = Columns.of("r.id", "r.order_id", "r.reviewee_id", "r.rating", "r.created_at")
            .withText("r.comment");

    private static final Columns REVIEW = SHOWN.with(Columns.of("r.reviewer_id"));

    private static final Columns COLUMNS = SHOWN.withText("o.gig_title").with(UserSummary.columns("reviewer"));

    private static final Keyset NEWEST = Keyset.newestFirst("r");

    /**
     * The reviewee's rating is locked before the order, in the order in which whoever changes a user and that user's orders
     * comes by: so nobody waits for another in a circle. The order counts a new version, since it cannot be reviewed again.
     */
    static final String CREATE = """
            with reviewed as (
              select o.id, o.gig_title, reviewee.id as reviewee_id
              from orders o join users reviewee on reviewee.id =
                case when o.client_id = #{caller} then o.freelancer_id when o.freelancer_id = #{caller} then o.client_id end
              where o.id = #{order} and o.status = 'COMPLETED'
                and not exists (select from reviews r where r.order_id = o.id and r.reviewer_id = #{caller})
              for no key update of reviewee, o
            ), made as (
              insert into reviews as r (id, order_id, reviewer_id, reviewee_id, rating, comment)
              select #{review}, id, #{caller}, reviewee_id, #{rating}, #{comment} from reviewed
              on conflict on constraint reviews_once do nothing
              returning %s
            ), touched as (
              update orders o set updated_at = now() from made r where o.id = r.order_id
            )
            """.formatted(REVIEW) + "select " + COLUMNS + """
             from made r join reviewed o on o.id = r.order_id join users reviewer on reviewer.id = r.reviewer_id
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
