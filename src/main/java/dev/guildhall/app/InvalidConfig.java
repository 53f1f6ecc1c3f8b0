package dev.guildhall.app;

import java.util.List;

/** The environment variables are not valid. Contains all mistakes and no secret. */
public final class InvalidConfig extends RuntimeException {
    private final List<String> mistakes;

    InvalidConfig(List<String> mistakes) {
        super("The configuration is not valid:\n  " + String.join("\n  ", mistakes), null, false, false);
        this.mistakes = List.copyOf(mistakes);
    }

    /** One sentence for each mistake: the variable, what is wrong with it, and what is expected. */
    public List<String> mistakes() {
        return mistakes;
    }
}
