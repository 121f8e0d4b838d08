package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts a round trip between the service and its {@link IntegrationEnvironment}: the API server, and the store. */
public final class NetworkDelay implements AutoCloseable {

    private final IntegrationEnvironment parts;
    private final RoundTrips apiTrips;
    private final RoundTrips storeTrips;
    private final RoundTrips allTrips;
    private final DelayingProxy api;
    private final DelayingProxy store;

    private NetworkDelay(IntegrationEnvironment parts, Duration roundTrip) {
        this.parts = parts;
        this.apiTrips = new RoundTrips(roundTrip);
        this.storeTrips = new RoundTrips(roundTrip);
        this.allTrips = new RoundTrips(roundTrip);
        int apiPort = URI.create(parts.api().masterUrl()).getPort();
        this.api = DelayingProxy.start(apiPort, roundTrip, apiTrips, allTrips);
        this.store = DelayingProxy.start(parts.sshd().port(), roundTrip, storeTrips, allTrips);
    }

    public static NetworkDelay of(Duration roundTrip, IntegrationEnvironment parts) {
        return new NetworkDelay(parts, roundTrip);
    }

    /** What the service is told, led over the distance: no other entry changes. */
    public Map<String, String> properties(Map<String, String> near) {
        var properties = new LinkedHashMap<>(near);
        properties.computeIfPresent(
                "kubeconfig", (name, file) -> kubeconfig(Path.of(file)).toString());
        properties.put("apic-dr.sftp.port", String.valueOf(store.port()));
        properties.put("apic-dr.sftp.known-hosts-file", knownHosts().toString());
        return properties;
    }

    /** The same kubeconfig, beside it, with the distant address of the API server. */
    public Path kubeconfig(Path near) {
        var far = "https://127.0.0.1:" + api.port();
        return changed(
                near,
                near.resolveSibling("far-" + near.getFileName()),
                parts.api().masterUrl(),
                far);
    }

    /** The store's host keys under the port at this end. */
    public Path knownHosts() {
        var sshd = parts.sshd();
        var file = parts.folder().resolve("known_hosts-" + store.port());
        return changed(sshd.knownHosts(), file, "]:%d ".formatted(sshd.port()), "]:%d ".formatted(store.port()));
    }

    public DelayingProxy api() {
        return api;
    }

    public DelayingProxy store() {
        return store;
    }

    /** Waits for the API server. */
    public RoundTrips apiTrips() {
        return apiTrips;
    }

    /** Waits for the store. */
    public RoundTrips storeTrips() {
        return storeTrips;
    }

    /** Waits for either; while both are under way it is one. */
    public RoundTrips allTrips() {
        return allTrips;
    }

    @Override
    public void close() {
        api.close();
        store.close();
    }

    private static Path changed(Path from, Path to, String old, String replacement) {
        try {
            return Files.writeString(to, Files.readString(from).replace(old, replacement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
