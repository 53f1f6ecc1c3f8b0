package dev.guildhall.http;

import dev.guildhall.db.KeysetPosition;
import dev.guildhall.db.Page;
import dev.guildhall.db.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requested page of a list, and its response: {@code items}, and {@code next_cursor} for the next page, null at the
 * end.
 */
public final class Paging {
    private final PageRequest page;
    private final CursorCodec cursors;
    private final String list;

    /** @param list what the cursors are bound to: the path, the filters and the caller */
    Paging(PageRequest page, CursorCodec cursors, String list) {
        this.page = page;
        this.cursors = cursors;
        this.list = list;
    }

    public PageRequest page() {
        return page;
    }

    public Reply reply(Page<?> found) {
        KeysetPosition last = found.last();
        return Reply.ok(new PageJson(found.items(), last == null ? null : cursors.encode(last, list)));
    }

    private record PageJson(List<?> items, @Nullable String nextCursor) {}
}
