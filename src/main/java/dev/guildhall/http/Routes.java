package dev.guildhall.http;

/** The routes of one feature. */
@FunctionalInterface
public interface Routes {
    void mount(Api api);
}
