package dev.guildhall.bus;

/** This node receives events of the others, for the first time or again; it may have missed those before. */
public record BridgeOpened() {
    public static final Topic<BridgeOpened> TOPIC = new Topic<>("bridge.opened", BridgeOpened.class);
}
