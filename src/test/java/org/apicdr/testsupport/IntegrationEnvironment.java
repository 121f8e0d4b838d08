package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the service stands on, for real: an API server, OpenSSH's sshd, keys made by ssh-keygen and age-keygen.
 * An operator's side of it is here too: the offline identity and the allowed_signers file.
 */
public final class IntegrationEnvironment implements AutoCloseable {

    public static final String SITE = "test-dc1";

    private final Path folder;
    private final KubeApi api;
    private final OpenSshServer sshd;

    private IntegrationEnvironment(Path folder, KubeApi api, OpenSshServer sshd) {
        this.folder = folder;
        this.api = api;
        this.sshd = sshd;
    }

    public static IntegrationEnvironment start(KubeApi api) {
        return start(api, OpenSshServer.start());
    }

    /** The same with a server of one's own, which ends with them. */
    public static IntegrationEnvironment start(KubeApi api, OpenSshServer sshd) {
        try {
            Command.require("age", "age-keygen", "ssh-keygen");
            var parts = new IntegrationEnvironment(Files.createTempDirectory("real-parts"), api, sshd);
            Files.createDirectories(parts.store());
            api.installCrds();
            parts.makeKeys();
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the service is told to work with these parts. */
    public Map<String, String> properties(List<String> namespaces) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("apic-dr.site", SITE);
        properties.put("apic-dr.namespaces", String.join(",", namespaces));
        properties.put("apic-dr.access.mode", "none");
        properties.put("apic-dr.capture.schedule", "off");
        properties.put("apic-dr.capture.on-start", "false");
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("kubeconfig", kubeconfig(namespaces).toString());
        properties.put("apic-dr.sftp.host", "127.0.0.1");
        properties.put("apic-dr.sftp.port", String.valueOf(sshd.port()));
        properties.put("apic-dr.sftp.username", sshd.user());
        properties.put("apic-dr.sftp.path", store().toString());
        properties.put("apic-dr.sftp.private-key-file", sshd.privateKey().toString());
        properties.put("apic-dr.sftp.known-hosts-file", sshd.knownHosts().toString());
        properties.put("apic-dr.seal.recipients", recipient("online") + "," + recipient("offline"));
        properties.put("apic-dr.seal.signing-key-file", signingKey().toString());
        properties.put("apic-dr.seal.identity-file", identity("online").toString());
        return properties;
    }

    public RunningService service(List<String> namespaces) {
        return RunningService.start(folder, properties(namespaces));
    }

    public KubeApi api() {
        return api;
    }

    public OpenSshServer sshd() {
        return sshd;
    }

    /** Where the service's files lie, and anything else may. */
    public Path folder() {
        return folder;
    }

    /** The store's path, as the service and this machine see it. */
    public Path store() {
        return sshd.root().resolve("bundles");
    }

    /** The folder of a subsystem on the store. */
    public Path store(SampleSubsystem subsystem) {
        return store().resolve(SITE).resolve(subsystem.namespace()).resolve(subsystem.name());
    }

    /** An age identity: {@code online} is the service's, {@code offline} the operator's. */
    public Path identity(String name) {
        return folder.resolve(name + ".txt");
    }

    public Path signingKey() {
        return folder.resolve("signing-key");
    }

    /** The allowed_signers file that an operator would keep. */
    public Path allowedSigners() {
        try {
            var line = "%s/* namespaces=\"apic-dr\" %s%n".formatted(SITE, SshKeygen.publicKey(signingKey()));
            return Files.writeString(folder.resolve("allowed_signers"), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String recipient(String name) {
        return Command.run(folder, "age-keygen", "-y", identity(name).toString())
                .stdout()
                .strip();
    }

    @Override
    public void close() {
        sshd.close();
        TemporaryFolder.delete(folder);
    }

    /** For the account of the manifests, which may do there what they let it and nothing else. */
    private Path kubeconfig(List<String> namespaces) {
        DeployedPermissions.of(api, DeployedPermissions.BASE).grant(api, namespaces);
        var home = namespaces.get(0);
        return api.kubeconfig(folder, home, DeployedPermissions.token(api, home));
    }

    private void makeKeys() {
        SshKeygen.keyPair(signingKey(), "ed25519", "");
        for (var name : List.of("online", "offline")) {
            Command.run(folder, "age-keygen", "-o", identity(name).toString());
        }
    }
}
