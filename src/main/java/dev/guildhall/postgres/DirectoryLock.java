package dev.guildhall.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Allows one Guildhall process for each directory. The operating system releases the lock when the process ends. */
final class DirectoryLock implements AutoCloseable {
    /** Closing any channel of a file releases all locks of this JVM on it, so a file that this JVM has locked must not be opened again. */
    private static final Set<Path> HELD_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param directory a real path
     * @throws IllegalStateException if a different Guildhall still has the lock after the timeout
     */
    static DirectoryLock acquire(Path directory, Duration timeout) throws IOException {
        if (!Poll.await(timeout, () -> HELD_BY_THIS_JVM.add(directory))) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DirectoryLock(directory, lockFile(directory, timeout));
        } catch (IOException | RuntimeException e) {
            HELD_BY_THIS_JVM.remove(directory);
            throw e;
        }
    }

    private static FileChannel lockFile(Path directory, Duration timeout) throws IOException {
        var channel = FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (!Poll.await(timeout, () -> channel.tryLock() != null)) {
                throw inUse(directory, read(channel));
            }
            write(channel, Long.toString(ProcessHandle.current().pid()));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var content = ByteBuffer.allocate(20);
        int length = channel.read(content, 0);
        return new String(content.array(), 0, Math.max(length, 0), StandardCharsets.US_ASCII);
    }

    private static void write(FileChannel channel, String pid) throws IOException {
        channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static IllegalStateException inUse(Path directory, String pid) {
        return new IllegalStateException("Another Guildhall (process " + pid + ") is using " + directory
                + ": stop it, or set the same DATABASE_URL for both, so that they share one PostgreSQL.");
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD_BY_THIS_JVM.remove(directory);
        }
    }
}
