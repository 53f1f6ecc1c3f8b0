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

/** One Guildhall a directory: a lock that the operating system drops by itself when its holder dies. */
final class DirectoryLock implements AutoCloseable {
    /** Closing any channel of a file drops the locks that this JVM has on it, so we must not even open a file that we have locked. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param directory a real path
     * @throws IllegalStateException if another Guildhall still has the directory after that time
     */
    static DirectoryLock acquire(Path directory, Duration patience) throws IOException {
        if (!Poll.await(patience, () -> HELD_HERE.add(directory))) {
            throw taken(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DirectoryLock(directory, lockedFile(directory, patience));
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(directory);
            throw e;
        }
    }

    private static FileChannel lockedFile(Path directory, Duration patience) throws IOException {
        var channel = FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (!Poll.await(patience, () -> channel.tryLock() != null)) {
                throw taken(directory, read(channel));
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

    private static IllegalStateException taken(Path directory, String pid) {
        return new IllegalStateException("Another Guildhall (process " + pid + ") is using " + directory
                + ": stop it, or give both the same DATABASE_URL, so that they share one PostgreSQL.");
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD_HERE.remove(directory);
        }
    }
}
