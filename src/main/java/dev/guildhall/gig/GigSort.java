package dev.guildhall.gig;

import dev.guildhall.http.KeysetPosition;
import java.math.BigDecimal;
import java.util.UUID;

/** The orders in which gigs are listed; each but relevance is the order of an index, read one way or the other. */
enum GigSort {
    NEWEST("created_at", "timestamptz", true),
    CHEAPEST("price", "numeric", false),
    DEAREST("price", "numeric", true),
    /** Ranks the newest matches. */
    RELEVANCE("created_at", "timestamptz", true);

    static final BigDecimal BELOW_ANY_PRICE = BigDecimal.ZERO;
    static final BigDecimal ABOVE_ANY_PRICE = new BigDecimal("10000000000");

    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID HIGHEST = new UUID(-1, -1);

    private final String column;
    private final String type;
    private final boolean isDescending;

    GigSort(String column, String type, boolean isDescending) {
        this.column = column;
        this.type = type;
        this.isDescending = isDescending;
    }

    String column() {
        return column;
    }

    boolean isByPrice() {
        return column.equals("price");
    }

    /** What comes after the page's beginning. */
    String after() {
        return "(g.%1$s, g.id) %2$s (#{after_key}::text::%3$s, #{after_id}::uuid)"
                .formatted(column, isDescending ? "<" : ">", type);
    }

    String order() {
        return " order by g.%1$s %2$s, g.id %2$s ".formatted(column, direction());
    }

    /** The same by the names in the result, where relevance is {@code rank}. */
    String orderOfResult() {
        return (this == RELEVANCE ? "rank desc, " : "") + "%1$s %2$s, id %2$s".formatted(column, direction());
    }

    private String direction() {
        return isDescending ? "desc" : "asc";
    }

    /** A list by price begins at the limit that was set, so that nothing beyond it is read. */
    KeysetPosition beginning(BigDecimal lowestPrice, BigDecimal highestPrice) {
        return switch (this) {
            case NEWEST, RELEVANCE -> KeysetPosition.NEWEST;
            case CHEAPEST -> new KeysetPosition(lowestPrice.toPlainString(), LOWEST);
            case DEAREST -> new KeysetPosition(highestPrice.toPlainString(), HIGHEST);
        };
    }

    KeysetPosition position(GigSummary gig) {
        return isByPrice()
                ? new KeysetPosition(gig.price().toPlainString(), gig.id())
                : KeysetPosition.at(gig.createdAt(), gig.id());
    }
}
