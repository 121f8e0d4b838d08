package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file by which kubectl and other programs find the API server. */
final class Kubeconfig {

    private Kubeconfig() {}

    static Path write(Path file, KubeApi api, String namespace, String token) {
        var text = """
                apiVersion: v1
                kind: Config
                clusters:
                - name: local
                  cluster: {server: "%s", certificate-authority: "%s"}
                users:
                - name: bearer
                  user: {token: "%s"}
                contexts:
                - name: local
                  context: {cluster: local, user: bearer, namespace: "%s"}
                current-context: local
                """;
        try {
            return Files.writeString(file, text.formatted(api.masterUrl(), api.caCertificate(), token, namespace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
