package dev.guildhall.app;

import ch.qos.logback.core.PropertyDefinerBase;

/** The format of the log for {@code logback.xml}; text for an invalid value, so that the error message can be logged. */
public final class LogFormat extends PropertyDefinerBase {
    static final String TEXT = "text";
    static final String JSON = "json";

    @Override
    public String getPropertyValue() {
        String format = System.getenv(EnvironmentVariable.LOG_FORMAT.name());
        return format != null && format.strip().equals(JSON) ? JSON : TEXT;
    }
}
