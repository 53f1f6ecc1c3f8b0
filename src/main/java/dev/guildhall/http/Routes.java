package dev.guildhall.http;

/** The paths of one feature. */
@FunctionalInterface
public interface Routes {
    void mount(Api api);
}
