package org.apicdr.bundle;

import java.nio.file.Path;
import java.util.Map;
import org.apicdr.crypto.SealingKeysFixture;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.testsupport.SshKeygen;

/** Makes markers with real keys, ours and strangers'. */
final class VerdictFixture {

    private VerdictFixture() {}

    static Path key(Path dir, String name) {
        return SshKeygen.keyPair(dir.resolve(name), "ed25519", "");
    }

    static VerdictMarkerCodec markers(Path key) {
        return markers(Map.of("signing-key-file", key), BundleForge.SITE);
    }

    /** What a service with these {@code apic-dr.seal} properties makes of markers. */
    static VerdictMarkerCodec markers(Map<String, ?> seal, String site) {
        return new VerdictMarkerCodec(SealingKeysFixture.seals(seal), installation(site));
    }

    static Installation installation(String site) {
        return InstallationFixture.installation(new FakeSubsystemReader(), Map.of("site", site));
    }
}
