package org.apicdr.sftp;

import com.hierynomus.sshj.key.KeyAlgorithm;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import net.schmizz.sshj.common.Factory;

/** Which host key algorithms are offered to the server, and in which order. */
final class HostKeyAlgorithms {

    private static final String RSA = "ssh-rsa";

    private static final String DSA = "ssh-dss";

    private HostKeyAlgorithms() {}

    /**
     * A server with several keys presents the one that the client prefers, so the types of trusted keys come first,
     * and those of keys that were refused last. Certificates are left out, for they could not be checked.
     */
    static List<Factory.Named<KeyAlgorithm>> ordered(
            List<Factory.Named<KeyAlgorithm>> all, Collection<String> preferred, Collection<String> refused) {
        return all.stream()
                .filter(algorithm -> !algorithm.getName().contains("-cert-"))
                .filter(algorithm -> !algorithm.getName().equals(DSA))
                .sorted(Comparator.comparing(algorithm -> rank(keyType(algorithm), preferred, refused)))
                .toList();
    }

    private static int rank(String type, Collection<String> preferred, Collection<String> refused) {
        if (refused.contains(type)) {
            return 2;
        }
        return preferred.contains(type) ? 0 : 1;
    }

    /** An RSA key is called ssh-rsa in files, whatever it signs with. */
    private static String keyType(Factory.Named<KeyAlgorithm> algorithm) {
        return algorithm.getName().startsWith("rsa-sha2-") ? RSA : algorithm.getName();
    }
}
