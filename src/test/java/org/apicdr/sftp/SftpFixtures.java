package org.apicdr.sftp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.config.SftpConfig;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.testsupport.TestConfig;

/** What the tests of the SFTP store share. */
final class SftpFixtures {

    static final SubsystemRef SUBSYSTEM = new SubsystemRef("apic", "management");

    static final BundleId BUNDLE =
            BundleId.of("management", "82b290a2", Instant.parse("2026-11-22T03:00:00Z"), "1f9a3c2b", false);

    private SftpFixtures() {}

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    static SftpConfig config(Map<String, String> properties) {
        return TestConfig.mapping(SftpConfig.class, "", properties);
    }

    static SftpBundleStore store(Map<String, String> properties) {
        return new SftpBundleStore(
                config(properties), Optional.ofNullable(properties.get("apic-dr.site")), Clock.systemUTC());
    }

    static SftpBundleStore store(SftpPeer server) {
        return store(server.properties());
    }

    /** The properties with one of them changed; removed where the value is empty. */
    static Map<String, String> with(Map<String, String> properties, String name, String value) {
        var changed = new HashMap<>(properties);
        if (value.isEmpty()) {
            changed.remove("apic-dr.sftp." + name);
        } else {
            changed.put("apic-dr.sftp." + name, value);
        }
        return changed;
    }

    static byte[] content(int size) {
        var content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
