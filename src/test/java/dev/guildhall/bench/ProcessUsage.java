package dev.guildhall.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process takes of the machine. Only Linux tells it; NaN elsewhere. */
record ProcessUsage(ProcessHandle process) {
    /** A tick is 1/100 s in {@code /proc} on every architecture that Java runs on. */
    private static final double US_PER_TICK = 10_000;

    /** The field that follows the name of the process, which may contain blanks itself, is number 3 of {@code proc(5)}. */
    private static final int FIRST_FIELD = 3;

    private static final int UTIME = 14;
    private static final int CSTIME = 17;

    /** CPU time in microseconds since the process began, that of its descendants and of those that have ended included. */
    double cpuUs() {
        return Files.exists(Path.of("/proc/self/stat"))
                ? Stream.concat(Stream.of(process), process.descendants())
                                .mapToLong(ProcessUsage::ticks)
                                .sum()
                        * US_PER_TICK
                : Double.NaN;
    }

    /** The memory of the process that is not swapped out, in KiB. */
    double residentKib() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                        .sum()
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
