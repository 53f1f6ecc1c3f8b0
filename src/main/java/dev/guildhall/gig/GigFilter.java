package dev.guildhall.gig;

import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.Parameters;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which gigs a list shows, and in which order; null: no filter.
 *
 * @param language the canonical tag of a language
 * @param typos how many letters of each word may be wrong; 0: none
 */
record GigFilter(
        @Nullable String words,
        @Nullable BigDecimal minPrice,
        @Nullable BigDecimal maxPrice,
        @Nullable Integer maxDeliveryDays,
        @Nullable UUID freelancer,
        @Nullable String language,
        GigSort sort,
        int typos) {

    private static final Pattern CORRECTABLE = Pattern.compile("[\\p{L}\\p{M}](\\p{P}?[\\p{L}\\p{M}]){4}");

    boolean hasPriceRange() {
        return minPrice != null || maxPrice != null;
    }

    /** Whether the index with the order may contain many gigs that do not match, so that the query can be slow. */
    boolean needsSearchPool() {
        return hasQuery() || maxDeliveryDays != null || freelancer != null || (hasPriceRange() && !sort.isByPrice());
    }

    /** Whether it looks for something in the words of gigs. */
    boolean hasQuery() {
        return words != null || language != null;
    }

    /** Without words, the gigs of one freelancer are few and need no search. */
    boolean isSearch() {
        return hasQuery() || (needsSearchPool() && freelancer == null);
    }

    /** Whether it has a word that is looked up if the words find little. */
    boolean hasCorrectableWord() {
        return words != null && CORRECTABLE.matcher(words).find();
    }

    /** The same list with gigs that have words which differ by so many letters. */
    GigFilter withTypos(int allowed) {
        return new GigFilter(words, minPrice, maxPrice, maxDeliveryDays, freelancer, language, sort, allowed);
    }

    KeysetPosition beginning() {
        return sort.beginning(lowestPrice(), highestPrice());
    }

    Parameters parameters() {
        return Parameters.of("words", words)
                .with("min_price", lowestPrice())
                .with("max_price", highestPrice())
                .with("max_delivery_days", maxDeliveryDays)
                .with("freelancer", freelancer)
                .with("language", language)
                .with("typos", typos);
    }

    private BigDecimal lowestPrice() {
        return minPrice == null ? GigSort.BELOW_ANY_PRICE : minPrice;
    }

    private BigDecimal highestPrice() {
        return maxPrice == null ? GigSort.ABOVE_ANY_PRICE : maxPrice;
    }
}
