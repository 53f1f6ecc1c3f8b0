package dev.guildhall.relations;

import org.jspecify.annotations.Nullable;

/**
 * One cell of a table: the expected result of a request whose caller has a certain relation to the resource of the id.
 *
 * @param id the place of the id in the contract, such as {@code getOrder path id}
 * @param caller in words
 * @param deed in words, with {@code …} for the resource
 * @param relation title of the column
 * @param thing in words
 * @param expected {@code 200}, {@code 200 with 3}, {@code 403 forbidden}
 */
record Cell(String id, String caller, String action, String relation, String thing, String expected) {

    String operation() {
        return id.substring(0, id.indexOf(' '));
    }

    /** How the outcome differs from the expected one; null if it does not. */
    @Nullable
    String mismatch(Outcome outcome) {
        if (outcome.matches(expected)) {
            return null;
        }
        String difference = ": " + outcome + " instead of " + expected;
        if (!outcome.isRefusal()) {
            return caller + " may " + actionAndThing() + difference;
        }
        return isRefused()
                ? caller + " may not " + actionAndThing() + ", but is refused for a different reason" + difference
                : caller + " may not " + actionAndThing() + difference;
    }

    /** The action with its resource. */
    String actionAndThing() {
        return action.replace("…", thing);
    }

    boolean isRefused() {
        return expected.charAt(0) >= '4';
    }

    @Override
    public String toString() {
        return caller + (isRefused() ? " may not " : " may ") + actionAndThing() + " (" + id + ")";
    }
}
