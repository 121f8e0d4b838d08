package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SampleSubsystem;

/** A subsystem with the service beside it, deployed by the commands of the README and of docs/deployment.md. */
final class ClusterDeployment implements AutoCloseable {

    /** What only one deployment at a time can have: its name is the same in every namespace. */
    static final String CLUSTER_ROLE_BINDING = "ClusterRoleBinding apic-dr-access";

    private static final MarkdownFile README = MarkdownFile.read("README.md");

    private static final String INSTALL = "Install";

    private static final MarkdownFile DEPLOYMENT = MarkdownFile.read("docs/deployment.md");

    private static final List<String> REACH = List.of("Reach the service", "Portals in other namespaces");

    private final KubeApi api;
    private final Path folder;
    private final OpenSshServer sshd;
    private final SampleSubsystem subsystem;
    private final String portals;
    private final OperatorShell shell;

    ClusterDeployment(KubeApi api, Path folder) {
        Command.require("age-keygen", "ssh-keygen", "ssh-keyscan", "kubectl");
        api.installCrds();
        this.api = api;
        this.folder = folder;
        this.sshd = OpenSshServer.start();
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("deployed"));
        this.portals = api.namespace("portals");
        this.shell = OperatorShell.in(folder, api, examples());
        deploy();
    }

    SampleSubsystem subsystem() {
        return subsystem;
    }

    /** A namespace that the service has no rights in. */
    String portals() {
        return portals;
    }

    OperatorShell shell() {
        return shell;
    }

    String account() {
        return "system:serviceaccount:%s:apic-dr".formatted(subsystem.namespace());
    }

    FakeKubelet kubelet(String namespace) {
        return new FakeKubelet(api, folder, namespace);
    }

    /** The documents' one block of commands that has this in it. */
    static String commands(String part) {
        var blocks = blocks().filter(block -> block.contains(part)).toList();
        assertThat(blocks).as(part).hasSize(1);
        return blocks.get(0);
    }

    /** The documents' one command that begins so. */
    static String command(String start) {
        var lines = blocks().flatMap(String::lines)
                .filter(line -> line.startsWith(start))
                .toList();
        assertThat(lines).as(start).hasSize(1);
        return lines.get(0);
    }

    /** The blocks of commands that install the service, and that reach it. */
    private static Stream<String> blocks() {
        return Stream.concat(
                README.texts(INSTALL, "sh").stream(),
                REACH.stream().flatMap(chapter -> DEPLOYMENT.texts(chapter, "sh").stream()));
    }

    @Override
    public void close() {
        sshd.close();
    }

    private void deploy() {
        try {
            shell.types(commands("age-keygen"));
            sshd.authorize(shell.folder().resolve("sftp-key"));
            var overlay = README.texts(INSTALL, "yaml").get(0);
            Files.writeString(shell.folder().resolve("kustomization.yaml"), shell.adapted(overlay));
            shell.types(command("kubectl apply -k"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> examples() {
        var examples = new LinkedHashMap<String, String>();
        examples.put("-n apic ", "-n %s ".formatted(subsystem.namespace()));
        examples.put("namespace: apic", "namespace: " + subsystem.namespace());
        examples.put("=apic:apic-dr", "=%s:apic-dr".formatted(subsystem.namespace()));
        examples.put("-n portals ", "-n %s ".formatted(portals));
        examples.put("sftp.example.com", "127.0.0.1");
        examples.put("-p 22", "-p " + sshd.port());
        examples.put("PORT=22", "PORT=" + sshd.port());
        examples.put("USERNAME=apic-dr", "USERNAME=" + sshd.user());
        examples.put("/backups/apic-dr", sshd.path());
        return examples;
    }
}
