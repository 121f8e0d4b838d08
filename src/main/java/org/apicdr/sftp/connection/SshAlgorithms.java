package org.apicdr.sftp.connection;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.DHGexSHA1;
import net.schmizz.sshj.transport.kex.DHGexSHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.kex.KeyExchange;
import net.schmizz.sshj.transport.mac.MAC;
import org.apicdr.sftp.config.SftpEndpoint;

/**
 * The SSH algorithms that are offered to a server: those that OpenSSH 10 offers, in its order, as far as sshj has them.
 * The legacy ones come last, and only if the configuration allows them.
 */
final class SshAlgorithms {

    private static final List<Factory.Named<KeyExchange>> KEY_EXCHANGES = List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory256(),
            new ECDHNistP.Factory384(),
            new ECDHNistP.Factory521(),
            new DHGexSHA256.Factory(),
            DHGroups.Group16SHA512(),
            DHGroups.Group18SHA512(),
            DHGroups.Group14SHA256(),
            new ExtInfoClientFactory()); // RFC 8308: without it servers do not name RSA signatures with SHA-2

    private static final List<Factory.Named<KeyExchange>> LEGACY_KEY_EXCHANGES =
            List.of(new DHGexSHA1.Factory(), DHGroups.Group14SHA1(), DHGroups.Group1SHA1());

    private static final List<Factory.Named<KeyAlgorithm>> KEYS = List.of(
            KeyAlgorithms.EdDSA25519CertV01(),
            KeyAlgorithms.ECDSASHANistp256CertV01(),
            KeyAlgorithms.ECDSASHANistp384CertV01(),
            KeyAlgorithms.ECDSASHANistp521CertV01(),
            KeyAlgorithms.EdDSA25519(),
            KeyAlgorithms.ECDSASHANistp256(),
            KeyAlgorithms.ECDSASHANistp384(),
            KeyAlgorithms.ECDSASHANistp521(),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256());

    private static final List<Factory.Named<KeyAlgorithm>> LEGACY_KEYS = List.of(KeyAlgorithms.SSHRSA());

    private static final List<Factory.Named<Cipher>> CIPHERS = List.of(
            ChaCha20Poly1305Cipher.factory(),
            GcmCiphers.AES128GCM(),
            GcmCiphers.AES256GCM(),
            BlockCiphers.AES128CTR(),
            BlockCiphers.AES192CTR(),
            BlockCiphers.AES256CTR());

    private static final List<Factory.Named<Cipher>> LEGACY_CIPHERS = List.of(
            BlockCiphers.AES128CBC(), BlockCiphers.AES192CBC(), BlockCiphers.AES256CBC(), BlockCiphers.TripleDESCBC());

    private static final List<Factory.Named<MAC>> MACS = List.of(
            Macs.HMACSHA2256Etm(),
            Macs.HMACSHA2512Etm(),
            Macs.HMACSHA1Etm(),
            Macs.HMACSHA2256(),
            Macs.HMACSHA2512(),
            Macs.HMACSHA1());

    private static final List<Factory.Named<MAC>> LEGACY_MACS =
            List.of(Macs.HMACSHA196(), Macs.HMACMD5(), Macs.HMACMD596());

    private static final List<String> LEGACY = Stream.of(LEGACY_KEY_EXCHANGES, LEGACY_KEYS, LEGACY_CIPHERS, LEGACY_MACS)
            .flatMap(List::stream)
            .map(Factory.Named::getName)
            .toList();

    /** The message of sshj when client and server have no algorithm in common: what for, ours, and the server's. */
    private static final Pattern NOTHING_IN_COMMON =
            Pattern.compile("Unable to reach a settlement of ?(\\w+): \\[[^]]*] and \\[(.*)]", Pattern.DOTALL);

    /** Names in a list of key exchanges that stand for an extension. */
    private static final Pattern EXTENSION = Pattern.compile("(ext-info|kex-strict)-.*");

    private SshAlgorithms() {}

    static void configure(ConfigImpl config, boolean legacy) {
        config.setKeyExchangeFactories(all(KEY_EXCHANGES, LEGACY_KEY_EXCHANGES, legacy));
        config.setKeyAlgorithms(all(KEYS, LEGACY_KEYS, legacy));
        config.setCipherFactories(all(CIPHERS, LEGACY_CIPHERS, legacy));
        config.setMACFactories(all(MACS, LEGACY_MACS, legacy));
    }

    private static <T> List<T> all(List<T> modern, List<T> legacy, boolean withLegacy) {
        return withLegacy ? Stream.concat(modern.stream(), legacy.stream()).toList() : modern;
    }

    /**
     * Returns the sentence for a failure of the negotiation; empty for another failure.
     *
     * @param failure the message of sshj
     * @param legacy whether the legacy algorithms were offered
     */
    static Optional<String> refusal(String failure, SftpEndpoint server, boolean legacy) {
        var found = NOTHING_IN_COMMON.matcher(failure);
        if (!found.find()) {
            return Optional.empty();
        }
        var offered = Stream.of(found.group(2).split(",", -1))
                .map(String::strip)
                .filter(name -> !EXTENSION.matcher(name).matches())
                .toList();
        var sentence =
                "The %s has no %s that this service accepts, but only %s. Have one of today's OpenSSH enabled there"
                        .formatted(server.title(), kind(found.group(1)), server.quote(String.join(", ", offered)));
        return Optional.of(
                !legacy && offered.stream().anyMatch(LEGACY::contains)
                        ? "%s, or set %s to true to accept those of old servers."
                                .formatted(sentence, server.role().legacyAlgorithms())
                        : sentence + ".");
    }

    private static String kind(String name) {
        if (name.startsWith("KeyExchange")) {
            return "key exchange";
        }
        if (name.startsWith("HostKey")) {
            return "host key algorithm";
        }
        if (name.contains("Cipher")) {
            return "cipher";
        }
        return name.contains("MAC") ? "MAC" : "compression";
    }
}
