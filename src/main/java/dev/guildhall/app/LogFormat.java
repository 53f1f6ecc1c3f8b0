package dev.guildhall.app;

import ch.qos.logback.core.PropertyDefinerBase;

/** Tells {@code logback.xml} in which format to write; what cannot be understood is text, so that it can be complained about. */
public final class LogFormat extends PropertyDefinerBase {
    static final String TEXT = "text";
    static final String JSON = "json";

    @Override
    public String getPropertyValue() {
        String format = System.getenv(EnvironmentVariable.LOG_FORMAT.name());
        return format != null && format.strip().equals(JSON) ? JSON : TEXT;
    }
}
