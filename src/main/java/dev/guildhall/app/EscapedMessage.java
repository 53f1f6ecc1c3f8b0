package dev.guildhall.app;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Escapes control characters in messages of the text log, so that no user can fake a line or control a terminal. */
public final class EscapedMessage extends MessageConverter {
    /** Marks our own messages of several lines, whose line breaks are kept. */
    static final Marker MULTILINE = MarkerFactory.getMarker("MULTILINE");

    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        List<Marker> markers = event.getMarkerList();
        return escape(message == null ? "" : message, markers != null && markers.contains(MULTILINE));
    }

    static String escape(String text, boolean keepsLines) {
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

    /** Not only control characters: invisible ones that change the text direction and line separators can fake a line too. */
    private static boolean mustBeEscaped(char character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
