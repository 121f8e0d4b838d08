package org.apicdr.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.crypto.Digests;

/**
 * The text to print and keep outside the cluster. It says where the bundles are, what to keep with it, and how to begin a recovery.
 * It contains no secret. Values that only the operator knows begin with {@code FILL IN}.
 *
 * @param site the name of this installation
 * @param account the account of the store
 * @param folder the folder of the subsystem {@code namespace/cluster} on the store
 * @param hostKeys the host keys of the store, as lines of a known_hosts file or fingerprints
 * @param allowedSigners the line for the allowed_signers file
 * @param recipients the age recipients of new bundles
 * @param principals {@code <site>/<namespace>/<cluster>} of each subsystem; empty if they are not known
 */
public record RecoverySheet(
        String site,
        StoreAccount account,
        String folder,
        List<String> hostKeys,
        String allowedSigners,
        List<String> recipients,
        List<String> principals) {

    private static final String RESOURCE = "/commands/recover";

    private static final byte[] SCRIPT = read();

    /** SHA-256 of {@link #script()} in lower-case hex. */
    public static final String SCRIPT_SHA256 = Digests.sha256Hex(SCRIPT);

    public RecoverySheet {
        hostKeys = List.copyOf(hostKeys);
        recipients = List.copyOf(recipients);
        principals = List.copyOf(principals);
    }

    /** Returns the shell script that checks, opens and applies a bundle. */
    public static byte[] script() {
        return SCRIPT.clone();
    }

    /** Returns the lines of the sheet. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("RECOVERY SHEET of site " + site);
        lines.add("Print it, and keep it outside the cluster. Print it again after a key or the store has changed.");
        lines.add("");
        lines.add("1. WHERE THE BUNDLES ARE");
        lines.add("SFTP server: %s, port %d, account %s".formatted(account.host(), account.port(), account.account()));
        lines.add("Folder of the ManagementCluster namespace/cluster: " + folder);
        lines.add("Files: cluster-siteName-time-digest.tar; the time is in UTC. Take the newest.");
        hostKeys.forEach(key -> lines.add("Host key: " + key));
        lines.add("Login: FILL IN: where it is kept outside the cluster, and who may fetch it");
        lines.add("");
        lines.add("2. WHAT TO KEEP WITH THIS SHEET");
        lines.add("- The file recover: curl -o recover \"$API/trust/recover\"");
        lines.add("  SHA-256: " + SCRIPT_SHA256);
        lines.add("- The file allowed_signers, which holds this line:");
        lines.add("  " + allowedSigners);
        recipients.forEach(recipient -> lines.add("- An age identity of " + recipient));
        lines.add("  One identity is enough. FILL IN: where each is kept, and who may fetch it");
        lines.add(
                "- The manifests and the Secrets of this service: FILL IN: where they are kept. Without them, install it");
        lines.add("  with new keys after the recovery, and print a new sheet.");
        lines.add("- For the case that recover is lost, the commands that check a bundle:");
        lines.add("  curl -s \"$API/trust\" | jq -r '.commands[]' > check-commands");
        lines.add("");
        lines.add("3. HOW TO RECOVER");
        lines.add(
                "Fetch a bundle of the subsystem that was lost. In a folder with recover, allowed_signers, the bundle and an");
        lines.add(
                "identity, run these commands, with the PRINCIPAL of that subsystem, which is site/namespace/cluster:");
        if (principals.isEmpty()) {
            lines.add("  export PRINCIPAL='%s/FILL IN: NAMESPACE/CLUSTER of the ManagementCluster'".formatted(site));
        }
        principals.forEach(principal -> lines.add("  export PRINCIPAL='%s'".formatted(principal)));
        lines.add("  export IDENTITY='FILL IN: path of the identity'");
        lines.add("  sh recover check BUNDLE.tar");
        lines.add("  sh recover open BUNDLE.tar");
        lines.add(
                "Each command prints a line that begins with OK: or STOP:. After open, BUNDLE/RECOVERY.md explains how to");
        lines.add(
                "go on with the commands plan, apply, restore, verify and wipe; sh recover help lists them. Without the");
        lines.add(
                "file recover, paste those in check-commands, then open the file RECOVERY.md of the folder that they");
        lines.add("print as D, and do its steps, from step 1 on.");
        lines.add("");
        lines.add("4. CONTACTS");
        lines.add(
                "FILL IN: platform on call, administrators of the SFTP server, keepers of the identities, vendor support");
        return lines;
    }

    private static byte[] read() {
        try (var script = RecoverySheet.class.getResourceAsStream(RESOURCE)) {
            if (script == null) {
                throw new IllegalStateException("The package is incomplete: " + RESOURCE + " is missing.");
            }
            return script.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
