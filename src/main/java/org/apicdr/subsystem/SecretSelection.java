package org.apicdr.subsystem;

import java.util.List;

/**
 * The secrets in a bundle besides those that every subsystem names itself.
 *
 * @param requiredCredentials keys of the ManagementCluster's status that must name a secret
 * @param additional names of additional secrets in the subsystem's namespace
 * @param certificates names of certificate secrets in the subsystem's namespace
 * @param allCertificates whether every TLS secret that the resources name is included
 */
record SecretSelection(
        List<String> requiredCredentials, List<String> additional, List<String> certificates, boolean allCertificates) {

    SecretSelection {
        requiredCredentials = List.copyOf(requiredCredentials);
        additional = List.copyOf(additional);
        certificates = List.copyOf(certificates);
    }

    static SecretSelection of(SecretSelectionConfig config) {
        var certificates = strip(config.certificates().orElse(List.of()));
        return new SecretSelection(
                strip(config.requiredCredentials()),
                strip(config.additionalSecrets().orElse(List.of())),
                certificates.stream()
                        .filter(name -> !name.equals("true") && !name.equals("false"))
                        .toList(),
                certificates.contains("true"));
    }

    private static List<String> strip(List<String> values) {
        return values.stream().map(String::strip).toList();
    }

    /** Returns the selection without configured secrets. */
    SecretSelection ofResourceAlone() {
        return new SecretSelection(requiredCredentials, List.of(), List.of(), false);
    }
}
