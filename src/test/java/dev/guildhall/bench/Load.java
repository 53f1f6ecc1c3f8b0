package dev.guildhall.bench;

import org.HdrHistogram.Histogram;

/**
 * What was asked of a node, and how it did.
 *
 * @param latencies in nanoseconds, of all that was done
 */
record Load(int asked, int done, double seconds, Histogram latencies) {
    double perSecond() {
        return done / seconds;
    }

    double percentileMs(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
