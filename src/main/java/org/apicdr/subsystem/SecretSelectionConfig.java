package org.apicdr.subsystem;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The secrets in a bundle besides those that every subsystem names itself. */
@ConfigMapping(prefix = "apic-dr.capture")
interface SecretSelectionConfig {

    /** Keys of the ManagementCluster's status that must name a secret. Default: the seven of the recovery procedure. */
    @WithDefault("atmCredentialSecret,consumerToolkitCredentialSecret,consumerUICredentialSecret,"
            + "designerCredentialSecret,juhuCredentialSecret,toolkitCredentialSecret,uiCredentialSecret")
    List<String> requiredCredentials();

    /** Names of additional secrets in the namespace of the subsystem. An absent one counts as missing. */
    Optional<List<String>> additionalSecrets();

    /** {@code true} to include every TLS secret that the resources name; else names of certificate secrets. */
    Optional<List<String>> certificates();

    /** Names of the secrets of this service itself. They are never captured. */
    @WithDefault("apic-dr-sftp,apic-dr-seal,apic-dr-tls")
    Optional<List<String>> ownSecrets();
}
