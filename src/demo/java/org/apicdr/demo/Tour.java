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
        var line = "-".repeat(80) + "\n";
        return "\n" + line
                + """
                The demo is ready. Stop it with Ctrl-C.

                First bundle       %s
                Its verdict        %s
                Swagger UI         %s/q/swagger-ui
                API                %s
                API server         %s (simulated)
                Kubeconfig         %s
                SFTP               port %d of %s, login %s, password %s
                Bundles            %s
                Service's identity %s
                Offline identity   %s
                Allowed signers    %s

                Open the bundle by hand:

                  cd %s
                %s
                Or take the guided round in README.md, in a second shell; it begins with

                  . target-demo/demo/env
                """.formatted(
                        id,
                        verdict,
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
                        byHand(id, commands))
                + line;
    }

    /** The commands to be kept off the cluster, then those of RECOVERY.md that open the payload; with their values. */
    private String byHand(String id, JsonNode commands) {
        var values = Map.of(
                "\"$BUNDLE\"", quoted(store().resolve(id + ".tar").toString()),
                "\"$SIGNERS\"", quoted(file(DemoFolder.ALLOWED_SIGNERS)),
                "\"$PRINCIPAL\"", quoted(PRINCIPAL));
        var lines = StreamSupport.stream(commands.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("\n"));
        for (var value : values.entrySet()) {
            lines = lines.replace(value.getKey(), value.getValue());
        }
        return (lines
                        + "\nage -d -i %s -o payload.tar.gz payload.tar.gz.age"
                                .formatted(quoted(file(DemoFolder.OFFLINE_IDENTITY)))
                        + "\nmkdir payload && tar -xzf payload.tar.gz -C payload\n")
                .indent(2);
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
