package dev.guildhall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.guildhall.support.Server;
import dev.guildhall.support.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningIT {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "INTERNAL_PORT", "METRICS_PORT"})
    void reportsWhichPortIsInUseAndWhatToChange(String variable) throws Exception {
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(occupied.getLocalPort());
            Throwable error = catchThrowable(() -> {
                try (Server server = Server.on(database.address(), Map.of(variable, port))) {
                    throw new AssertionError("it listens on " + server.port());
                }
            });
            assertThat(error)
                    .hasMessageContaining("cannot listen on port " + port + " of 127.0.0.1: Address already in use")
                    .hasMessageContaining("Choose a different " + variable + " or ");
        }
    }
}
