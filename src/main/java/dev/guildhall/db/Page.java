package dev.guildhall.db;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param last the position of the last item; null if this is the last page
 */
public record Page<T>(List<T> items, @Nullable KeysetPosition last) {

    /** The items of both on one page, after which the list goes on as after the other one. */
    public Page<T> followedBy(Page<T> other) {
        return new Page<>(Stream.concat(items.stream(), other.items.stream()).toList(), other.last);
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), last);
    }
}
