package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.subsystem.ReferenceScanner.Reference;
import org.apicdr.subsystem.ReferenceScanner.References;
import org.apicdr.subsystem.ReferencedObject.Treatment;

/** Determines which objects a recovery needs. */
@ApplicationScoped
public class SecretRequirements {

    private final List<String> requiredCredentials;
    private final List<String> additional;
    private final List<String> certificates;
    private final boolean allCertificates;

    SecretRequirements(SecretSelectionConfig config) {
        var configured = strip(config.certificates().orElse(List.of()));
        this.requiredCredentials = strip(config.requiredCredentials());
        this.additional = strip(config.additionalSecrets().orElse(List.of()));
        this.certificates = configured.stream()
                .filter(name -> !name.equals("true") && !name.equals("false"))
                .toList();
        this.allCertificates = configured.contains("true");
    }

    /** Returns all objects that the resource and the configuration name. */
    References named(SubsystemComponent subsystemComponent) {
        return ReferenceScanner.scan(subsystemComponent, requiredCredentials, additional, certificates);
    }

    /** Returns whether recreated secrets are saved, too. */
    boolean savesRecreated() {
        return allCertificates;
    }

    /** Returns the keys of the status of a ManagementCluster that must name a secret. */
    public List<String> requiredCredentials() {
        return requiredCredentials;
    }

    /** Returns the required secrets of the resource that are absent: by name, else by their path in the resource. */
    public List<String> lacking(SubsystemComponent subsystemComponent, Set<String> present) {
        var named = ReferenceScanner.scan(subsystemComponent, requiredCredentials, List.of(), List.of());
        var lacking = new ArrayList<>(named.missing());
        named.references().stream()
                .filter(reference -> reference.treatment() == Treatment.REQUIRED)
                .map(Reference::name)
                .filter(name -> !present.contains(name))
                .distinct()
                .forEach(lacking::add);
        return lacking;
    }

    /**
     * Returns the purpose of a missing secret, given by its name, else by the path in the resource that should name
     * it.
     */
    public Optional<SecretRole> roleOf(SubsystemComponent subsystemComponent, String missing) {
        if (missing.equals("status.encryptionSecret")) {
            return Optional.of(SecretRole.ENCRYPTION);
        }
        if (missing.startsWith("status.")) {
            return Optional.of(SecretRole.CREDENTIAL);
        }
        return named(subsystemComponent).references().stream()
                .filter(reference -> reference.name().equals(missing))
                .findFirst()
                .map(reference -> SecretRef.of(subsystemComponent, reference).role());
    }

    private static List<String> strip(List<String> values) {
        return values.stream().map(String::strip).toList();
    }
}
