package dev.guildhall.planted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces a piece of a file. White space is ignored when the piece is searched, so that the formatting of the file does not matter.
 *
 * @param file the simple name of a file of {@code src/main/java}, or a path from the root of the project
 */
record Edit(String file, String replace, String by) {
    @JsonCreator
    Edit(
            @JsonProperty(value = "file", required = true) String file,
            @JsonProperty(value = "replace", required = true) String replace,
            @JsonProperty(value = "by", required = true) String by) {
        this.file = file;
        this.replace = replace;
        this.by = by;
    }

    /** @throws InapplicableException unless there is exactly one such file */
    Path find(Path project) throws IOException {
        if (file.contains("/")) {
            if (!Files.isRegularFile(project.resolve(file))) {
                throw new InapplicableException("there is no file " + file);
            }
            return project.resolve(file);
        }
        try (Stream<Path> files = Files.walk(project.resolve("src/main/java"))) {
            List<Path> found = files.filter(
                            path -> path.getFileName().toString().equals(file))
                    .toList();
            if (found.size() != 1) {
                throw new InapplicableException("there are " + found.size() + " files " + file);
            }
            return found.get(0);
        }
    }

    /** @throws InapplicableException unless the text contains the piece exactly once */
    String apply(String text) {
        StringBuilder compact = new StringBuilder();
        int[] positions = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                positions[compact.length()] = i;
                compact.append(text.charAt(i));
            }
        }
        String searched = replace.replaceAll("\\s+", "");
        int start = compact.indexOf(searched);
        if (searched.isEmpty() || start < 0 || compact.indexOf(searched, start + 1) >= 0) {
            throw new InapplicableException(
                    file + (start < 0 ? " no longer has " : " has more than one ") + "\"" + replace.strip() + "\"");
        }
        int end = positions[start + searched.length() - 1] + 1;
        return text.substring(0, positions[start]) + by + text.substring(end);
    }

    static final class InapplicableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InapplicableException(String message) {
            super(message);
        }
    }
}
