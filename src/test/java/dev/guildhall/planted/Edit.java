package dev.guildhall.planted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of a file and what stands in its place. White space is not compared, so that formatting the file does not matter.
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

    /** @throws InapplicableException if there is not one such file */
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

    /** @throws InapplicableException if the piece does not stand there exactly once */
    String apply(String text) {
        StringBuilder visible = new StringBuilder();
        int[] positions = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                positions[visible.length()] = i;
                visible.append(text.charAt(i));
            }
        }
        String wanted = replace.replaceAll("\\s+", "");
        int start = visible.indexOf(wanted);
        if (wanted.isEmpty() || start < 0 || visible.indexOf(wanted, start + 1) >= 0) {
            throw new InapplicableException(
                    file + (start < 0 ? " no longer has " : " has more than one ") + "\"" + replace.strip() + "\"");
        }
        int end = positions[start + wanted.length() - 1] + 1;
        return text.substring(0, positions[start]) + by + text.substring(end);
    }

    static final class InapplicableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InapplicableException(String message) {
            super(message);
        }
    }
}
