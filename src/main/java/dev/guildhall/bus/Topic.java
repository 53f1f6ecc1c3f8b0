package dev.guildhall.bus;

/**
 * An address on the event bus and the type of its events.
 *
 * @param address named like the event, in the past participle: {@code message.saved}
 */
public record Topic<T>(String address, Class<T> type) {}
