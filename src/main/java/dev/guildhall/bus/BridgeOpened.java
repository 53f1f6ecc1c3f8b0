package dev.guildhall.bus;

/** This node hears the others, for the first time or again; what they said before, it may have missed. */
public record BridgeOpened() {
    public static final Topic<BridgeOpened> TOPIC = new Topic<>("bridge.opened", BridgeOpened.class);
}
