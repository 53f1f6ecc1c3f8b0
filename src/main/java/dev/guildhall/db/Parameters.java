package dev.guildhall.db;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of a {@link NamedStatement} by name; a value may be null. */
public final class Parameters extends HashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;

    private Parameters() {}

    public static Parameters none() {
        return new Parameters();
    }

    public static Parameters of(String name, @Nullable Object value) {
        return new Parameters().with(name, value);
    }

    /** The parameters {@code caller} and {@code is_admin}, with which a statement checks whether the caller is allowed. */
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
