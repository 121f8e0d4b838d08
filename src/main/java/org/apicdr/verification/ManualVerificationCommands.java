package org.apicdr.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The commands for checking a bundle manually in a POSIX shell with GNU, BSD or busybox tools. They print one line that
 * begins with {@code OK:} or {@code STOP:}, and set {@code D} to the folder of the extracted files.
 *
 * <p>They read {@code BUNDLE}, the file; {@code SIGNERS}, the allowed_signers file; and {@code PRINCIPAL}, which is
 * {@code <site>/<namespace>/<cluster>}. They rely on the layout of manifest.json as written by this service, and read it only
 * after its signature has been verified.
 */
public final class ManualVerificationCommands {

    private static final String SCRIPT = "/commands/check-bundle.sh";

    /** The lines of the commands, in order. */
    public static final List<String> COMMANDS = script();

    private ManualVerificationCommands() {}

    /**
     * Returns the lines to keep outside the cluster: values, then the commands. Values that only the operator knows begin with
     * {@code FILL IN}.
     *
     * @param allowedSigners the line for the allowed_signers file
     */
    public static List<String> sheet(String site, String allowedSigners) {
        var values = Stream.of(
                "NAMESPACE='FILL IN: namespace of the ManagementCluster that was lost'",
                "CLUSTER='FILL IN: name of the ManagementCluster that was lost'",
                "BUNDLE='FILL IN: absolute path of the bundle, named <id>.tar as on the store'",
                "IDENTITY='FILL IN: absolute path of an age identity, for step 5 of RECOVERY.md'",
                "PRINCIPAL=\"%s/$NAMESPACE/$CLUSTER\"".formatted(site),
                "SIGNERS=$(mktemp)",
                "printf '%%s\\n' '%s' > \"$SIGNERS\"".formatted(allowedSigners));
        return Stream.concat(values, COMMANDS.stream()).toList();
    }

    private static List<String> script() {
        try (var text = ManualVerificationCommands.class.getResourceAsStream(SCRIPT)) {
            if (text == null) {
                throw new IllegalStateException("The package is incomplete: " + SCRIPT + " is missing.");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(SCRIPT, e);
        }
    }
}
