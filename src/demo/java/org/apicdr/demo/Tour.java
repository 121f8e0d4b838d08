package org.apicdr.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What there is to see, in words and as shell variables. */
record Tour(DemoFolder folder, String kubernetes, int port, int sftpPort) {

    private static final String CLUSTER = "management";
    private static final String PRINCIPAL = "%s/%s/%s".formatted(Settings.SITE, SimulatedCluster.NAMESPACE, CLUSTER);

    String api() {
        return service() + "/api/v1";
    }

    /** The lines of a file that a POSIX shell can source. */
    String env() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("API", api());
        variables.put("KUBE", kubernetes);
        variables.put("STORE", store().toString());
        variables.put("SIGNERS", file(DemoFolder.ALLOWED_SIGNERS));
        variables.put("PRINCIPAL", PRINCIPAL);
        variables.put("IDENTITY", file(DemoFolder.OFFLINE_IDENTITY));
        variables.put("KUBECONFIG", file(DemoFolder.KUBECONFIG));
        variables.put("SFTP_PORT", Integer.toString(sftpPort));
        variables.put("no_proxy", Settings.HOST);
        return variables.entrySet().stream()
                .map(variable -> "export %s=%s%n".formatted(variable.getKey(), quoted(variable.getValue())))
                .collect(Collectors.joining());
    }

    /** What is printed once all is ready. */
    String words(String id, String verdict, JsonNode commands) throws IOException {
        folder.write(DemoFolder.OPEN_BUNDLE, openBundle(id, commands));
        var line = "-".repeat(80) + "\n";
        return "\n" + line
                + """
                The demo is ready. Stop it with Ctrl-C.

                First bundle       %s
                Its verdict        %s
                Status page        %s/
                Swagger UI         %s/q/swagger-ui
                API                %s
                API server         %s (simulated)
                Kubeconfig         %s
                SFTP               port %d of %s, login %s, password %s
                Bundles            %s
                Service's identity %s
                Offline identity   %s
                Allowed signers    %s

                Open the bundle by hand, by the commands of the recovery sheet and of RECOVERY.md:

                  cd %s && sh %s

                Or take the guided round in README.md, in a second shell; it begins with

                  . target-demo/demo/env
                """.formatted(
                        id,
                        verdict,
                        service(),
                        service(),
                        api(),
                        kubernetes,
                        file(DemoFolder.KUBECONFIG),
                        sftpPort,
                        Settings.HOST,
                        EmbeddedSftpServer.USER,
                        Files.readString(folder.file(DemoFolder.PASSWORD)).strip(),
                        store(),
                        file(DemoFolder.IDENTITY),
                        file(DemoFolder.OFFLINE_IDENTITY),
                        file(DemoFolder.ALLOWED_SIGNERS),
                        quoted(folder.path().toString()),
                        DemoFolder.OPEN_BUNDLE)
                + line;
    }

    /** The recovery sheet with the values of the demo filled in, then commands that open the payload. */
    private String openBundle(String id, JsonNode commands) {
        var values = Map.of(
                "NAMESPACE",
                SimulatedCluster.NAMESPACE,
                "CLUSTER",
                CLUSTER,
                "BUNDLE",
                store().resolve(id + ".tar").toString(),
                "IDENTITY",
                file(DemoFolder.OFFLINE_IDENTITY));
        var sheet = StreamSupport.stream(commands.spliterator(), false)
                .map(JsonNode::asText)
                .map(line -> filledIn(line, values))
                .collect(Collectors.joining("\n"));
        return """
                %s
                [ -n "$D" ] && age -d -i "$IDENTITY" -o payload.tar.gz "$D/payload.tar.gz.age" &&
                  mkdir payload && tar -xzf payload.tar.gz -C payload
                """.formatted(sheet);
    }

    private static String filledIn(String line, Map<String, String> values) {
        return values.entrySet().stream()
                .filter(value -> line.startsWith(value.getKey() + "='FILL IN"))
                .findFirst()
                .map(value -> value.getKey() + "=" + quoted(value.getValue()))
                .orElse(line);
    }

    private String service() {
        return "http://%s:%d".formatted(Settings.HOST, port);
    }

    private Path store() {
        return folder.file(DemoFolder.SFTP_ROOT)
                .resolve(EmbeddedSftpServer.PATH.substring(1))
                .resolve(PRINCIPAL);
    }

    private String file(String name) {
        return folder.file(name).toString();
    }

    private static String quoted(String value) {
        return "'%s'".formatted(value.replace("'", "'\\''"));
    }
}
