package org.apicdr.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
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

    Identity identity(String name) {
        return Identity.read(identityFile(name));
    }

    /** What {@code ssh-keygen -Y verify} says of a signature by the allowed_signers file of that name. */
    boolean verifies(String signers, String principal, Path message, String... more) {
        var args = Stream.concat(
                Stream.of("ssh-keygen", "-Y", "verify", "-f", signers, "-I", principal, "-n", "apic-dr", "-s", "sig"),
                Arrays.stream(more));
        return Command.feed(dir, message, args.toArray(String[]::new)).succeeded();
    }
}
