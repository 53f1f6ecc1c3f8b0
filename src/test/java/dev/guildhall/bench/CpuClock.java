package dev.guildhall.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The CPU time of a process and its descendants, those that have ended included. Only Linux tells it. */
record CpuClock(ProcessHandle process) {
    /** A tick is 1/100 s in {@code /proc} on every architecture that Java runs on. */
    private static final double US_PER_TICK = 10_000;

    /** The field that follows the name of the process, which may contain blanks itself, is number 3 of {@code proc(5)}. */
    private static final int FIRST_FIELD = 3;

    private static final int UTIME = 14;
    private static final int CSTIME = 17;

    /** In microseconds since the process began; NaN where the system does not tell it. */
    double read() {
        return Files.exists(Path.of("/proc/self/stat"))
                ? Stream.concat(Stream.of(process), process.descendants())
                                .mapToLong(CpuClock::ticks)
                                .sum()
                        * US_PER_TICK
                : Double.NaN;
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long sum = 0;
            for (int field = UTIME; field <= CSTIME; field++) {
                sum += Long.parseLong(fields[field - FIRST_FIELD]);
            }
            return sum;
        } catch (IOException e) {
            // It has ended, and its parent has its time.
            return 0;
        }
    }
}
