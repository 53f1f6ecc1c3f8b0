package dev.guildhall.bus;

/**
 * An address on the event bus and what is told there.
 *
 * @param address named like the event, in the past participle: {@code message.saved}
 */
public record Topic<T>(String address, Class<T> type) {}
