package dev.guildhall.bench;

import org.HdrHistogram.Histogram;

/**
 * What was asked of a node, and how it did.
 *
 * @param served latencies in nanoseconds
 * @param refused the same, of what the node has refused because it had too much to do
 */
record Load(int asked, double seconds, Histogram served, Histogram refused) {
    long done() {
        return served.getTotalCount();
    }

    double perSecond() {
        return done() / seconds;
    }

    /** In milliseconds; NaN if there is none. */
    static double percentileMs(Histogram latencies, double percentile) {
        return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
