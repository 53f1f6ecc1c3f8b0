package dev.guildhall.gig;

import dev.guildhall.db.Keyset;
import dev.guildhall.db.KeysetPosition;
import java.math.BigDecimal;
import java.util.UUID;

/** The orders in which gigs are listed. Each except relevance is the order of an index, read forward or backward. */
enum GigSort {
    NEWEST(Keyset.newestFirst("g")),
    CHEAPEST(new Keyset("g.price", "numeric", "g.id", false)),
    DEAREST(new Keyset("g.price", "numeric", "g.id", true)),
    /** Ranks the newest matches. */
    RELEVANCE(Keyset.newestFirst("g"));

    static final BigDecimal BELOW_ANY_PRICE = BigDecimal.ZERO;
    static final BigDecimal ABOVE_ANY_PRICE = new BigDecimal("10000000000");

    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID HIGHEST = new UUID(-1, -1);

    private final Keyset keyset;

    GigSort(Keyset keyset) {
        this.keyset = keyset;
    }

    /** The order in which gigs are read. */
    Keyset keyset() {
        return keyset;
    }

    boolean isByPrice() {
        return this == CHEAPEST || this == DEAREST;
    }

    /** A list in order of price begins at the limit of the filter, so that no gigs outside of it are read. */
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
