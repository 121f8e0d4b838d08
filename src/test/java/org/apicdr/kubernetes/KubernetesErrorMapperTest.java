package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import org.apicdr.core.ErrorCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class KubernetesErrorMapperTest {

    static Arguments[] causes() {
        return new Arguments[] {
            Arguments.of(new IOException("Connection refused"), "Connection refused"),
            Arguments.of(new TimeoutException(), "the time for it has passed"),
            Arguments.of(new ClosedChannelException(), "the connection failed")
        };
    }

    @ParameterizedTest
    @MethodSource("causes")
    void says_in_words_why_there_was_no_answer(Exception cause, String words) {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://10.96.0.1/")
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            var failure = new KubernetesErrorMapper(client)
                    .of(new KubernetesClientException("failed", cause), "list secrets in apic", "list on it");

            assertThat(failure.code()).isEqualTo(ErrorCode.CLUSTER_UNAVAILABLE);
            assertThat(failure)
                    .hasMessage("The API server https://10.96.0.1/ did not answer (%s) when asked to list secrets in"
                                    .formatted(words)
                            + " apic. Check that it is up and reachable from here.");
        }
    }
}
