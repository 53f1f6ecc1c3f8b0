package dev.guildhall.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

/** The metrics of this node and its JVM, in the format of Prometheus. */
public final class Metrics implements AutoCloseable {
    static final String PATH = "/metrics";
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private final AtomicBoolean hasJvmMetrics = new AtomicBoolean();

    /** The registry in which features register their metrics. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Reads all metrics; must run on a worker thread. */
    String scrape() {
        if (hasJvmMetrics.compareAndSet(false, true)) {
            bindJvmMetrics();
        }
        return registry.scrape(CONTENT_TYPE);
    }

    /** Runs only at the first scrape, since it takes about a tenth of the time of a start. */
    private void bindJvmMetrics() {
        gcMetrics.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Removes the listeners for garbage collections. */
    @Override
    public void close() {
        gcMetrics.close();
        registry.close();
    }
}
