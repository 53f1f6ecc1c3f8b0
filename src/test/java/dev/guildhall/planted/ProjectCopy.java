package dev.guildhall.planted;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A copy of the project below {@code target}, so that bugs are never planted in the working tree. For one bug at a time. */
final class ProjectCopy {
    private static final Path DIRECTORY = Path.of("target", "planted").toAbsolutePath();
    static final Path COMPILED = Path.of("target", "classes").toAbsolutePath();
    private static final List<String> COPIED = List.of("pom.xml", "README.md", "Dockerfile", "src", "sql", "docs");
    private static final Set<Path> NOT_COPIED =
            Set.of(Path.of("docs/nextjs/node_modules"), Path.of("docs/nextjs/.next"));

    private final Path directory;

    private ProjectCopy(Path directory) {
        this.directory = directory;
    }

    /** @param number different for copies that are used at the same time */
    static ProjectCopy fresh(int number) throws IOException {
        Path directory = DIRECTORY.resolve(String.valueOf(number));
        delete(directory);
        Files.createDirectories(directory);
        for (String name : COPIED) {
            copy(Path.of(name), directory.resolve(name));
        }
        return new ProjectCopy(directory);
    }

    Path directory() {
        return directory;
    }

    Path classes() {
        return directory.resolve("classes");
    }

    /** Compiles the project with a bug; returns the messages of the compiler, empty if it compiles. */
    String compileWith(PlantedBug bug) throws IOException {
        Map<Path, String> originals = new LinkedHashMap<>();
        try {
            for (Edit edit : bug.edits()) {
                Path file = edit.find(directory);
                String text = Files.readString(file);
                originals.putIfAbsent(file, text);
                Files.writeString(file, edit.apply(text));
            }
            return compile();
        } finally {
            // Some tests read source files, and must see them without the bug.
            for (Map.Entry<Path, String> file : originals.entrySet()) {
                Files.writeString(file.getKey(), file.getValue());
            }
        }
    }

    /** Compiles all classes, since constants of a class are compiled into the classes that use them. */
    private String compile() throws IOException {
        delete(classes());
        copy(COMPILED, classes());
        copy(directory.resolve("sql"), classes().resolve("sql"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(directory.resolve("src/main/java"))) {
            List<Path> java =
                    sources.filter(path -> path.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-parameters",
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    classes().toString());
            boolean compiles = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call();
            return compiles ? "" : messages.toString().strip();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_COPIED.contains(directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
