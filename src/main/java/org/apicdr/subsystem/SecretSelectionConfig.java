package org.apicdr.subsystem;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which secrets belong into a bundle, besides those that every subsystem names itself. */
@ConfigMapping(prefix = "apic-dr.capture")
interface SecretSelectionConfig {

    /** Keys of the ManagementCluster's status that must name a secret; the default is the procedure's seven. */
    @WithDefault("atmCredentialSecret,consumerToolkitCredentialSecret,consumerUICredentialSecret,"
            + "designerCredentialSecret,juhuCredentialSecret,toolkitCredentialSecret,uiCredentialSecret")
    List<String> requiredCredentials();

    /** Names of more secrets of the subsystem's namespace; one that is absent counts as missing. */
    Optional<List<String>> additionalSecrets();

    /** {@code true} adds every TLS secret that the resources name; else names of certificate secrets. */
    Optional<List<String>> certificates();

    /** Names of the secrets that this service itself is configured with; they are never captured. */
    @WithDefault("apic-dr-sftp,apic-dr-seal,apic-dr-tls")
    Optional<List<String>> ownSecrets();
}
