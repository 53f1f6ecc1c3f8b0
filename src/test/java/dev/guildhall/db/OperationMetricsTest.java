package dev.guildhall.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OperationMetrics reading = new OperationMetrics("read", registry);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsRunningOperationsAndTimesThemIfTheySucceedOrFail(boolean succeeds) {
        Promise<String> first = Promise.promise();
        Promise<String> second = Promise.promise();
        Future<String> answer = reading.measure(first::future);
        reading.measure(second::future);
        assertThat(inFlight()).isEqualTo(2);
        assertThat(timed()).isZero();

        if (succeeds) {
            first.complete("done");
        } else {
            first.fail("gone");
        }
        assertThat(answer.succeeded()).isEqualTo(succeeds);
        assertThat(inFlight()).isEqualTo(1);
        assertThat(timed()).isEqualTo(1);
    }

    private double inFlight() {
        return registry.get("database.in.flight").tag("kind", "read").gauge().value();
    }

    private long timed() {
        return registry.get("database").tag("kind", "read").timer().count();
    }
}
