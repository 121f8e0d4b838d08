package org.apicdr.sftp.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Certificates that ssh-keygen does not make. */
@Tag("unit")
class HostCertificateTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static final KeyPair AUTHORITY = keyPair("RSA", 2048);
    private static final KeyPair HOST_KEY = keyPair("EC", 256);

    @Test
    void is_good_until_the_second_it_runs_out() throws GeneralSecurityException {
        var certificate = signed(Map.of(), "rsa-sha2-256", "SHA256withRSA");

        assertThat(certificate.flaw("Sftp.Example.com", NOW)).isEmpty();
        assertThat(certificate.flaw("sftp.example.com", NOW.plusSeconds(59))).isEmpty();
        assertThat(certificate.flaw("sftp.example.com", NOW.plusSeconds(60)))
                .contains("it expired at 2026-11-25T12:01:00Z");
        assertThat(certificate.flaw("sftp.example.com", NOW.minusSeconds(61))).isPresent();
    }

    @Test
    void is_worth_nothing_with_a_critical_option() throws GeneralSecurityException {
        assertThat(flaw(signed(Map.of("verify-required", ""), "rsa-sha2-512", "SHA512withRSA")))
                .contains("it has critical options, which no host certificate may have: verify-required");
    }

    @Test
    void is_worth_nothing_signed_with_sha_1() throws GeneralSecurityException {
        assertThat(flaw(signed(Map.of(), "ssh-rsa", "SHA1withRSA")))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("or was made with SHA-1"));
    }

    @Test
    void is_worth_nothing_with_a_signature_of_something_else() throws GeneralSecurityException {
        var signature = sign(new byte[] {1}, "rsa-sha2-512", "SHA512withRSA");

        assertThat(flaw(certificate(Map.of(), signature)))
                .hasValueSatisfying(
                        flaw -> assertThat(flaw).startsWith("its signature was not made by that authority"));
    }

    private static Optional<String> flaw(HostCertificate certificate) {
        return certificate.flaw("sftp.example.com", NOW);
    }

    private HostCertificate signed(Map<String, String> options, String name, String algorithm)
            throws GeneralSecurityException {
        var unsigned = new Buffer.PlainBuffer()
                .putPublicKey(certificate(options, new byte[0]).certificate())
                .getCompactData();
        var content = Arrays.copyOf(unsigned, unsigned.length - Integer.BYTES);
        return certificate(options, sign(content, name, algorithm));
    }

    private byte[] sign(byte[] content, String name, String algorithm) throws GeneralSecurityException {
        var signature = Signature.getInstance(algorithm);
        signature.initSign(AUTHORITY.getPrivate());
        signature.update(content);
        return new Buffer.PlainBuffer()
                .putString(name)
                .putBytes(signature.sign())
                .getCompactData();
    }

    private HostCertificate certificate(Map<String, String> options, byte[] signature) {
        var signer =
                new Buffer.PlainBuffer().putPublicKey(AUTHORITY.getPublic()).getCompactData();
        var certificate = Certificate.getBuilder()
                .publicKey(HOST_KEY.getPublic())
                .nonce(new byte[32])
                .serial(BigInteger.ONE)
                .type(2)
                .id("test")
                .validPrincipals(List.of("sftp.example.com"))
                .validAfter(Date.from(NOW.minusSeconds(60)))
                .validBefore(Date.from(NOW.plusSeconds(60)))
                .critOptions(options)
                .extensions(Map.of())
                .signatureKey(signer)
                .signature(signature)
                .build();
        return HostCertificate.of(certificate).orElseThrow();
    }

    private static KeyPair keyPair(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
