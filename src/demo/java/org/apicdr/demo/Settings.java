package org.apicdr.demo;

import java.util.Map;
import java.util.TreeMap;

/** What an operator would configure, as system properties: those outrank all other sources. */
record Settings(DemoFolder folder, Keys keys, int port) {

    static final String HOST = "127.0.0.1";
    static final String SITE = "demo";
    static final String SFTP_PORT = "apic-dr.sftp.port";

    Map<String, String> of(SimulatedCluster cluster, EmbeddedSftpServer sftp) {
        var settings = new TreeMap<String, String>();
        service(settings);
        store(settings, sftp);
        kubernetes(settings, cluster);
        settings.put("demo.kubernetes", cluster.url());
        return settings;
    }

    private void service(Map<String, String> settings) {
        settings.put("quarkus.http.host", HOST);
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("apic-dr.site", SITE);
        settings.put("apic-dr.access.mode", "none");
        settings.put("apic-dr.capture.schedule", "off");
        settings.put("apic-dr.capture.on-start", "false");
        settings.put("apic-dr.seal.recipients", String.join(",", keys.recipients()));
        settings.put("apic-dr.seal.signing-key-file", file(DemoFolder.SIGNING_KEY));
        settings.put("apic-dr.seal.identity-file", file(DemoFolder.IDENTITY));
    }

    private void store(Map<String, String> settings, EmbeddedSftpServer sftp) {
        settings.put("apic-dr.sftp.host", HOST);
        settings.put(SFTP_PORT, Integer.toString(sftp.port()));
        settings.put("apic-dr.sftp.username", EmbeddedSftpServer.USER);
        settings.put("apic-dr.sftp.password-file", file(DemoFolder.PASSWORD));
        settings.put("apic-dr.sftp.path", EmbeddedSftpServer.PATH);
        settings.put("apic-dr.sftp.host-key-fingerprints", sftp.fingerprint());
    }

    /** The address once more beside the kubeconfig, and no proxy: nothing of the caller's environment may outrank it. */
    private void kubernetes(Map<String, String> settings, SimulatedCluster cluster) {
        settings.put("kubeconfig", file(DemoFolder.KUBECONFIG));
        settings.put("kubernetes.master", cluster.url());
        settings.put("kubernetes.namespace", SimulatedCluster.NAMESPACE);
        settings.put("kubernetes.auth.tryServiceAccount", "false");
        settings.put("no.proxy", HOST);
    }

    private String file(String name) {
        return folder.file(name).toString();
    }
}
