package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests that share one service and one subsystem, perhaps with other classes. Each leaves the subsystem healthy. */
@ExtendWith({KubeApiExtension.class, OperatedService.Extension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("the service that several classes share")
abstract class ServiceForAll {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    final IntegrationEnvironment parts;
    final SampleSubsystem subsystem;
    final RunningService service;
    final ApiClient operator;
    private final Callers callers;

    /** Takes a service that its provider closes. */
    ServiceForAll(OperatedService operated) {
        this.parts = operated.parts();
        this.subsystem = operated.subsystem();
        this.callers = operated.callers();
        this.service = operated.service();
        this.operator = new ApiClient(service, callers.token("admin"));
    }

    /** What a service is told that sees the subsystem. */
    final Map<String, String> properties(String accessMode) {
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.access.mode", accessMode);
        return properties;
    }

    /** A file with the token of a caller, who is given a role beside the subsystem. */
    final Path token(String role) {
        try {
            var file = parts.folder().resolve(role + ".token");
            if (Files.notExists(file)) {
                Files.writeString(file, callers.token(role) + "\n");
                bindOnce(role);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bindOnce(String role) {
        if (!role.equals("admin")) {
            callers.bind(role, role, subsystem.namespace());
        }
    }

    /** The file of a bundle on the store. */
    Path stored(String id) {
        return parts.store(subsystem).resolve(id + ".tar");
    }

    /** Waits until a new bundle has a later time. Those of one second are listed in the order of their ids. */
    static void awaitNextSecond() {
        var now = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > now);
    }

    /** Does something while the subsystem lacks a secret. */
    <T> T without(String secret, Supplier<T> work) {
        var secrets = subsystem.client().secrets().inNamespace(subsystem.namespace());
        var kept = new SecretBuilder(secrets.withName(secret).require())
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .endMetadata()
                .build();
        subsystem.deleteSecret(secret);
        try {
            return work.get();
        } finally {
            secrets.resource(kept).create();
        }
    }

    /** Does something while another capture hangs, which goes on as soon as a file in the folder says that one runs. */
    Command.Result whileAnotherCaptureRuns(Path folder, Supplier<Command.Result> work) {
        var sshd = parts.sshd();
        sshd.pause();
        try {
            var captures = List.of(captureBesides(), captureBesides());
            CompletableFuture.anyOf(captures.toArray(CompletableFuture[]::new)).join();
            var result = CompletableFuture.supplyAsync(work);
            awaitFileThatSays("capture-running", folder);
            sshd.resume();
            assertThat(captures)
                    .extracting(CompletableFuture::join)
                    .as("of two, one is refused and thereby shows that the other runs")
                    .containsExactlyInAnyOrder(201, 409);
            return result.join();
        } finally {
            sshd.resume();
        }
    }

    private CompletableFuture<Integer> captureBesides() {
        return CompletableFuture.supplyAsync(
                () -> operator.capture(subsystem, Map.of()).statusCode());
    }

    private static void awaitFileThatSays(String word, Path folder) {
        var end = Instant.now().plus(LIMIT);
        while (!Command.run(folder, "grep", "-rqs", word, ".").succeeded()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("no file said " + word);
            }
        }
    }
}
