package dev.guildhall;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.guildhall.file.PrivateFile;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls that block a thread, and the classes that may make them. */
final class BlockingCalls {
    private static final Map<String, Set<String>> METHODS = Map.of(
            "java.lang.Thread", Set.of("sleep", "join"),
            "java.lang.Object", Set.of("wait"),
            "java.lang.Process", Set.of("waitFor"),
            "java.util.concurrent.locks.LockSupport", Set.of("park", "parkNanos", "parkUntil"),
            "java.util.concurrent.Future", Set.of("get"),
            "java.util.concurrent.CompletableFuture", Set.of("get", "join"),
            "java.util.concurrent.CountDownLatch", Set.of("await"),
            "java.util.concurrent.Semaphore", Set.of("acquire"),
            "java.util.concurrent.BlockingQueue", Set.of("take", "put"),
            "io.vertx.core.Future", Set.of("await"));

    /** Classes that run on their own threads, or before the start and after the stop of everything else. */
    static final List<String> ALLOWED_IN = List.of(
            "app\\.(Main|TrainingRun|LogQueue|StdoutAppender)",
            "demo\\.(DemoApi|DemoEnvFile)",
            "app\\.(DevelopmentSecrets|SecretFiles)",
            "db\\.(Migrations|RootCertificates)",
            "(file|postgres)\\.\\w+");

    static final DescribedPredicate<JavaMethodCall> BLOCKING_CALL = describe("blocks", call -> {
        JavaClass owner = call.getTargetOwner();
        return METHODS.entrySet().stream()
                        .anyMatch(blocking -> owner.isAssignableTo(blocking.getKey())
                                && blocking.getValue().contains(call.getName()))
                || owner.isEquivalentTo(Files.class)
                || owner.isEquivalentTo(PrivateFile.class);
    });

    static final DescribedPredicate<JavaClass> BLOCKING_STREAM = describe(
            "a file or a socket that blocks",
            type -> type.getFullName()
                            .matches("java\\.io\\.(File|RandomAccessFile|File(In|Out)putStream|FileReader|FileWriter)")
                    || type.getFullName()
                            .matches("java\\.net\\.(Socket|ServerSocket|HttpURLConnection)|java\\.net\\.http\\..*"));

    private BlockingCalls() {}
}
