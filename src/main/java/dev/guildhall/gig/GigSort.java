package dev.guildhall.gig;

import dev.guildhall.db.Ids;
import dev.guildhall.db.Keyset;
import dev.guildhall.db.KeysetPosition;
import java.math.BigDecimal;

/** The orders in which gigs are listed. Each except relevance is the order of an index, read forward or backward. */
enum GigSort {
    NEWEST(Keyset.newestFirst("g")),
    CHEAPEST(new Keyset("g.price", "numeric", "g.id", false)),
    DEAREST(new Keyset("g.price", "numeric", "g.id", true)),
    /** Ranks the newest matches. */
    RELEVANCE(Keyset.newestFirst("g"));

    static final BigDecimal BELOW_ANY_PRICE = BigDecimal.ZERO;
    static final BigDecimal ABOVE_ANY_PRICE = new BigDecimal("10000000000");

    private static final String TYPOS_END = "~";

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
            case CHEAPEST -> new KeysetPosition(lowestPrice.toPlainString(), Ids.NIL);
            case DEAREST -> new KeysetPosition(highestPrice.toPlainString(), KeysetPosition.NEWEST.id());
        };
    }

    /** @param typos how many letters of the words that were looked for may be wrong */
    KeysetPosition position(GigSummary gig, int typos) {
        KeysetPosition position = isByPrice()
                ? new KeysetPosition(gig.price().toPlainString(), gig.id())
                : KeysetPosition.at(gig.createdAt(), gig.id());
        return typos == 0 ? position : new KeysetPosition(typos + TYPOS_END + position.key(), position.id());
    }

    static int typos(KeysetPosition position) {
        int end = position.key().indexOf(TYPOS_END);
        return end < 0 ? 0 : Integer.parseInt(position.key().substring(0, end));
    }

    static KeysetPosition withoutTypos(KeysetPosition position) {
        String key = position.key();
        return new KeysetPosition(key.substring(key.indexOf(TYPOS_END) + 1), position.id());
    }
}
