package dev.guildhall.db;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a {@link NamedStatement} is given, by name; a value may be null. */
public final class Parameters extends HashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;

    private Parameters() {}

    public static Parameters of(String name, @Nullable Object value) {
        return new Parameters().with(name, value);
    }

    /** Who asks, {@code caller} and {@code is_admin}: by these a statement refuses whoever is not allowed. */
    public static Parameters ofCaller(@Nullable UUID caller, boolean isAdmin) {
        return of("caller", caller).with("is_admin", isAdmin);
    }

    public Parameters with(String name, @Nullable Object value) {
        put(name, value);
        return this;
    }

    public Parameters with(Map<String, ? extends @Nullable Object> others) {
        putAll(others);
        return this;
    }
}
