package org.apicdr.verification;

import java.util.List;

/**
 * The five commands that check a bundle by hand, with tools that everybody has; kept off the cluster together with the
 * allowed_signers line. {@code BUNDLE} is the file, {@code SIGNERS} the allowed_signers file, {@code PRINCIPAL} is
 * {@code <site>/<namespace>/<cluster>}. Each must end with exit code 0.
 */
public final class HandCheck {

    /** The commands, in their order. */
    public static final List<String> COMMANDS = List.of(
            "tar -tf \"$BUNDLE\"",
            "umask 077 && mkdir opened && tar -xf \"$BUNDLE\" -C opened && cd opened",
            "ssh-keygen -Y verify -f \"$SIGNERS\" -I \"$PRINCIPAL\" -n apic-dr -s manifest.json.sig < manifest.json",
            digest("RECOVERY.md"),
            digest("payload.tar.gz.age"));

    private HandCheck() {}

    private static String digest(String name) {
        return "grep \"\\\"sha256\\\" : \\\"$(sha256sum < %s | cut -c 1-64)\\\"\" manifest.json".formatted(name);
    }
}
