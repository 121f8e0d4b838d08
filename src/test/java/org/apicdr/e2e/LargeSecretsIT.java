package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets as large as Kubernetes allows, in the memory that jvm.options gives the service. */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
class LargeSecretsIT {

    private static final int SECRETS = Integer.getInteger("apic-dr.large-secrets", 4);

    /** Just below the limit of a Secret, 1 MiB. */
    private static final int SIZE = 1_000_000;

    @Test
    void are_captured_and_verified(KubeApi api) {
        try (var parts = IntegrationEnvironment.start(api)) {
            var subsystem = SampleSubsystem.release1001(api.client(), api.namespace("large"));
            var names = IntStream.range(0, SECRETS)
                    .mapToObj(number -> "large-" + number)
                    .toList();
            names.forEach(name -> createSecret(api, subsystem.namespace(), name));
            var properties = parts.properties(List.of(subsystem.namespace()));
            properties.put("apic-dr.capture.additional-secrets", String.join(",", names));
            properties.put("apic-dr.request-timeout", "50s"); // what fits into the memory is tested, not how soon

            try (var service = RunningService.start(parts.folder(), properties)) {
                var apiClient = new ApiClient(service);
                var id = apiClient.captures(subsystem);

                apiClient.verify(subsystem, id).then().body("verdict", is("pass"));
                assertThat(service.isRunning()).isTrue();
            }
        }
    }

    private static void createSecret(KubeApi api, String namespace, String name) {
        var random = new byte[SIZE];
        new Random(name.hashCode()).nextBytes(random);
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withData(Map.of("key", Base64.getEncoder().encodeToString(random)))
                .build();
        api.client().resource(secret).create();
    }
}
