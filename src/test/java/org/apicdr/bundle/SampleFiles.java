package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The content of a payload that an API server accepts. */
public final class SampleFiles {

    /** The value of each secret, in base64. */
    public static final String SECRET_VALUE = "QmFzZTY0T2ZBU2VjcmV0";

    private SampleFiles() {}

    /** Eleven secrets, a config map and a ManagementCluster. */
    public static Map<String, byte[]> restorable() {
        var files = new HashMap<String, byte[]>();
        for (int i = 0; i < 10; i++) {
            files.put("management/secrets/s%d.yaml".formatted(i), secret("s" + i, "Opaque"));
        }
        files.put("management/secrets/db.yaml", secret("db", "Opaque"));
        files.put("management/configmaps/env.yaml", """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "env"}, "data": {"a": "b"},
                 "binaryData": {"c": "AAECAw=="}}
                """.getBytes(UTF_8));
        files.put("management/recovery-managementcluster.yaml", managementCluster("", ""));
        files.put("management/settings.yaml", "{}\n".getBytes(UTF_8));
        return files;
    }

    /** That of the sample, with a change in its text. */
    public static byte[] managementCluster(String text, String replacement) {
        try {
            var sample = Files.readString(Path.of("src/test/resources/subsystems/release-10.0.1.yaml"));
            return sample.substring(0, sample.indexOf("\nstatus:") + 1)
                    .replace(text, replacement)
                    .getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A secret with an annotation of another tool. */
    public static byte[] secret(String name, String type) {
        return """
                {"apiVersion": "v1", "kind": "Secret", "type": "%s", "data": {"key": "%s"},
                 "metadata": {"name": "%s", "annotations": {"example.com/copy-to": "everywhere"}}}
                """.formatted(type, SECRET_VALUE, name).getBytes(UTF_8);
    }
}
