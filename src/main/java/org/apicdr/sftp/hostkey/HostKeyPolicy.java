package org.apicdr.sftp.hostkey;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apicdr.sftp.config.ConfigErrors;
import org.apicdr.sftp.config.ConfiguredText.TextFile;
import org.apicdr.sftp.config.SftpConfig;
import org.apicdr.sftp.config.SftpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The accepted host keys. There is no way to accept all.
 *
 * @param knownHosts a file in known_hosts format
 * @param pins fingerprints; if both are set, a key must pass both
 */
public record HostKeyPolicy(@Nullable TextFile knownHosts, List<String> pins) {

    private static final String KNOWN_HOSTS = "known-hosts-file";

    private static final String PINS = "host-key-fingerprints";

    private static final Pattern PIN = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    public HostKeyPolicy {
        pins = List.copyOf(pins);
    }

    public static HostKeyPolicy from(SftpConfig config, ConfigErrors configErrors) {
        var knownHosts = configErrors.file(KNOWN_HOSTS, config.knownHostsFile().orElse(""));
        var pins = config.hostKeyFingerprints().orElse(List.of()).stream()
                .map(String::strip)
                .toList();
        if (knownHosts == null && pins.isEmpty()) {
            configErrors.add(
                    KNOWN_HOSTS,
                    "set this or apic-dr.sftp.host-key-fingerprints, so that the server's host key can be checked");
        }
        for (var pin : pins) {
            if (!PIN.matcher(pin).matches()) {
                configErrors.add(
                        PINS, "'%s' must be SHA256: and 43 characters, as ssh-keygen -lf prints".formatted(pin));
            }
        }
        if (knownHosts != null) {
            configErrors.addIfFails(KNOWN_HOSTS, () -> KnownHosts.read(knownHosts));
        }
        return new HostKeyPolicy(knownHosts, pins);
    }

    /** Returns the verifier for one connection. */
    public PresentedKeyVerifier verifier(SftpEndpoint sftpEndpoint, Clock clock) throws IOException {
        return new PresentedKeyVerifier(
                sftpEndpoint, knownHosts == null ? null : KnownHosts.read(knownHosts), pins, clock);
    }

    public List<Path> files() {
        return knownHosts == null ? List.of() : List.of(knownHosts.path());
    }

    /** Returns the pins and the lines of known_hosts that apply to the server. */
    public List<String> lines(SftpEndpoint sftpEndpoint) throws IOException {
        var lines = new ArrayList<>(pins);
        if (knownHosts != null) {
            KnownHosts.read(knownHosts).of(sftpEndpoint).forEach(line -> lines.add(line.text()));
        }
        return lines;
    }
}
