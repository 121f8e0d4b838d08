package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RealParts;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A warm capture beside the documented procedure, scripted with kubectl and sftp, in the same run and against the same API
 * server and sshd. Prints; asserts only that both did their work.
 */
@ExtendWith(KubeApiExtension.class)
class CaptureBenchmark {

    private static final int RUNS = 5;
    private static final int WARM_UP = 50;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The commands of the vendor's page for the seven credentials of 10.0.1, and the upload that it leaves open. */
    private static final String PROCEDURE = """
            kubectl get mgmt -n "$NS" -o yaml | grep encryption > names
            kubectl get secret management-enc-key -n "$NS" -o yaml > management_enc_key.yaml
            kubectl get mgmt -n "$NS" -o yaml | grep CredentialSecret > credentials
            sed 's/.*: //' credentials | while read -r secret; do
              kubectl get secret "$secret" -n "$NS" -o yaml | sed '/ownerReferences:/,/uid:/d; /selfLink:/d' > "$secret.yaml"
            done
            for endpoint in apiManagerEndpoint cloudManagerEndpoint consumerAPIEndpoint; do
              kubectl get managementcluster management -n "$NS" -o jsonpath="{..$endpoint.hosts[0].name}" > "$endpoint"
            done
            kubectl get managementcluster management -n "$NS" -o yaml > settings.yaml
            printf 'put *\\n' | sftp -q -b - -P "$PORT" -i "$KEY" -o UserKnownHostsFile="$KNOWN_HOSTS" "$SFTP_USER@127.0.0.1:$DIR"
            """;

    @Test
    void compares_a_warm_capture_with_the_documented_procedure(KubeApi api, @TempDir Path folder) throws Exception {
        try (var parts = RealParts.start(api)) {
            var subsystem = SampleSubsystem.release1001(api.client(), api.namespace("bench"));
            try (var service = parts.service(List.of(subsystem.namespace()))) {
                var bundles = service.address().resolve("/api/v1/bundles");
                for (int i = 0; i < WARM_UP; i++) {
                    capture(bundles);
                }
                var captures = new ArrayList<Long>();
                var procedures = new ArrayList<Long>();
                for (int i = 0; i < RUNS; i++) {
                    captures.add(millis(() -> capture(bundles)));
                    procedures.add(millis(() -> procedure(parts, subsystem, folder)));
                }
                print(captures, procedures);
            }
        }
    }

    private static void capture(URI bundles) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(bundles)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    private static void procedure(RealParts parts, SampleSubsystem subsystem, Path folder) throws IOException {
        var work = Files.createTempDirectory(folder, "procedure");
        var target = Files.createDirectories(parts.store().resolveSibling("by-hand"));
        var result = Command.run(
                work,
                "env",
                "NS=" + subsystem.namespace(),
                "KUBECONFIG=" + parts.api().kubeconfig(folder),
                "PORT=" + parts.sshd().port(),
                "KEY=" + parts.sshd().privateKey(),
                "KNOWN_HOSTS=" + parts.sshd().knownHosts(),
                "SFTP_USER=" + parts.sshd().user(),
                "DIR=" + target,
                "bash",
                "-euo",
                "pipefail",
                "-c",
                PROCEDURE);
        assertThat(result.exit()).as(result.stderr()).isZero();
    }

    private static long millis(Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void print(List<Long> captures, List<Long> procedures) {
        long capture = median(captures);
        long procedure = median(procedures);
        System.out.printf(
                "%nwarm POST /bundles: median %d ms of %s%ndocumented procedure: median %d ms of %s%nratio: 1 to %.1f%n%n",
                capture, captures, procedure, procedures, (double) procedure / capture);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private interface Step {
        void run() throws Exception;
    }
}
