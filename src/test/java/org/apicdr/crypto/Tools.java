package org.apicdr.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apicdr.testsupport.Command;

/** Keys and signatures made by the real commands in one folder. */
record Tools(Path dir) {

    static Tools in(Path dir) {
        Command.require("age", "age-keygen", "ssh-keygen");
        return new Tools(dir);
    }

    Path path(String name) {
        return dir.resolve(name);
    }

    void run(String... args) {
        var result = Command.run(dir, args);
        assertThat(result.exit()).as("%s", result).isZero();
    }

    Path write(String name, byte[] content) {
        try {
            return Files.write(path(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    Path signingKeyFile(String name) {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", name);
        return path(name);
    }

    SigningKey signingKey(String name) {
        return SigningKey.read(signingKeyFile(name));
    }

    Path identityFile(String name) {
        run("age-keygen", "-o", name);
        return path(name);
    }

    AgeIdentity identity(String name) {
        return AgeIdentity.read(identityFile(name));
    }

    /** What {@code ssh-keygen -Y verify} says of a signature by the allowed_signers file of that name. */
    boolean verifies(String signers, String principal, Path message, String... more) {
        var args = Stream.concat(
                Stream.of("ssh-keygen", "-Y", "verify", "-f", signers, "-I", principal, "-n", "apic-dr", "-s", "sig"),
                Arrays.stream(more));
        return Command.feed(dir, message, args.toArray(String[]::new)).succeeded();
    }

    /** The seed of a signing key; it stands in the file after its own length and that of the pair of keys: 64 bytes. */
    byte[] seed(String name) {
        var blob = Base64.getMimeDecoder().decode(text(name).replaceAll("-----.*-----", ""));
        var text = new String(blob, StandardCharsets.ISO_8859_1);
        var start = text.indexOf("\0\0\0@") + 4;
        return Arrays.copyOfRange(blob, start, start + 32);
    }

    static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }
}
