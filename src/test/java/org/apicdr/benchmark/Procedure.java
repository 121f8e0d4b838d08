package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apicdr.testsupport.Command;

/** The documented procedure, scripted with kubectl and sftp. */
record Procedure(Route route, String namespace) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** The commands of the vendor's page for the seven credentials of 10.0.1. */
    private static final String SAVE = """
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
            """;

    /** What the page leaves open. */
    private static final String SFTP =
            "sftp -q -b - -P \"$PORT\" -i \"$KEY\" -o UserKnownHostsFile=\"$KNOWN_HOSTS\" \"$SFTP_USER@127.0.0.1:$DIR\"";

    /** Saves the files and uploads them; the folder where they are. */
    Path save() {
        try {
            var work = Files.createTempDirectory(route.parts().folder(), "procedure");
            var target = Files.createDirectories(route.parts().store().resolveSibling("by-hand"));
            run(work, target, SAVE + "printf 'put *\\n' | " + SFTP);
            return work;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names in a folder of the store. */
    void list(Path folder) {
        var names = run(route.parts().folder(), folder, "printf 'ls -1\\n' | " + SFTP);
        assertThat(names).contains(".tar");
    }

    private String run(Path work, Path target, String script) {
        var sshd = route.parts().sshd();
        var result = Command.run(
                LIMIT,
                work,
                "env",
                "NS=" + namespace,
                "KUBECONFIG=" + route.kubeconfig(),
                "PORT=" + route.storePort(),
                "KEY=" + sshd.privateKey(),
                "KNOWN_HOSTS=" + route.knownHosts(),
                "SFTP_USER=" + sshd.user(),
                "DIR=" + target,
                "bash",
                "-euo",
                "pipefail",
                "-c",
                script);
        assertThat(result.exit()).as(result.stderr()).isZero();
        return result.stdout();
    }
}
