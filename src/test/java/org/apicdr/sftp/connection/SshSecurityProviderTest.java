package org.apicdr.sftp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Security;
import net.schmizz.sshj.common.SecurityUtils;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a JVM of its own, because all tests of a JVM share its providers. */
@Tag("unit")
class SshSecurityProviderTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @ParameterizedTest
    @CsvSource({
        "none,   Ed25519, SunEC",
        "none,   ECDSA,   apic-dr-ssh",
        "SunEC,  Ed25519, BC", // as a JDK in FIPS mode
        "SunJCE, Ed25519, BC",
    })
    void uses_bouncy_castle_only_where_the_jdk_lacks_something(String removed, String algorithm, String provider) {
        var result = Command.run(
                Path.of("."),
                JAVA.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Jvm.class.getName(),
                removed,
                algorithm);
        assertThat(result.stdout().strip()).as(result.stderr()).endsWith("provider: " + provider);
    }

    /** Prints the provider of a key factory that sshj asks for, in a JVM that lacks a provider. */
    static final class Jvm {

        private Jvm() {}

        public static void main(String[] arguments) throws Exception {
            Security.removeProvider(arguments[0]);
            SshSecurityProvider.register();
            var factory = SecurityUtils.getKeyFactory(arguments[1]);
            System.out.println("provider: " + factory.getProvider().getName());
        }
    }
}
