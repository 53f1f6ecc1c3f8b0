package dev.guildhall.relations;

import org.jspecify.annotations.Nullable;

/**
 * One cell of a table: what becomes of a request that names the id of a thing to which its caller stands in some relation.
 *
 * @param id where the id stands, such as {@code getOrder path id}
 * @param caller in words
 * @param deed in words, with {@code …} for the thing
 * @param relation the title of the column
 * @param thing in words
 * @param expected {@code 200}, {@code 200 with 3}, {@code 403 forbidden}
 */
record Cell(String id, String caller, String deed, String relation, String thing, String expected) {

    String operation() {
        return id.substring(0, id.indexOf(' '));
    }

    /** What is wrong with what came of it; null where nothing is. */
    @Nullable
    String fault(Outcome outcome) {
        if (outcome.isAs(expected)) {
            return null;
        }
        String difference = ": " + outcome + " instead of " + expected;
        if (!outcome.isRefusal()) {
            return caller + " may " + what() + difference;
        }
        return isRefused()
                ? caller + " may not " + what() + ", but is told another reason" + difference
                : caller + " may not " + what() + difference;
    }

    /** The deed and the thing. */
    String what() {
        return deed.replace("…", thing);
    }

    boolean isRefused() {
        return expected.charAt(0) >= '4';
    }

    @Override
    public String toString() {
        return caller + (isRefused() ? " may not " : " may ") + what() + " (" + id + ")";
    }
}
