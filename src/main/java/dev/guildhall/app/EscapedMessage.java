package dev.guildhall.app;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** A message for the text log, in which nobody can begin a line or steer a terminal: control characters are escaped. */
public final class EscapedMessage extends MessageConverter {
    /** For messages of our own that are to be read, or pasted, line by line. */
    static final Marker MULTILINE = MarkerFactory.getMarker("MULTILINE");

    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        List<Marker> markers = event.getMarkerList();
        return escaped(message == null ? "" : message, markers != null && markers.contains(MULTILINE));
    }

    static String escaped(String text, boolean keepsLines) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!mustBeEscaped(character) || keepsLines && character == '\n') {
                escaped.append(character);
            } else if (character == '\n') {
                escaped.append("\\n");
            } else {
                escaped.append("\\u%04x".formatted((int) character));
            }
        }
        return escaped.toString();
    }

    /** Invisible ones that change direction, and separators of lines, forge as well as control characters do. */
    private static boolean mustBeEscaped(char character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
