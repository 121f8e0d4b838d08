package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.subsystem.ReferenceScanner.References;

/** Determines which objects a recovery needs. */
@ApplicationScoped
public class SecretRequirements {

    private final SecretSelection secretSelection;

    SecretRequirements(SecretSelectionConfig config) {
        this.secretSelection = SecretSelection.of(config);
    }

    /** Returns all objects that the resource and the configuration name. */
    References named(SubsystemComponent subsystemComponent) {
        return ReferenceScanner.scan(subsystemComponent, secretSelection);
    }

    /** Returns whether recreated secrets are saved, too. */
    boolean savesRecreated() {
        return secretSelection.allCertificates();
    }

    /** Returns the keys of the status of a ManagementCluster that must name a secret. */
    public List<String> requiredCredentials() {
        return secretSelection.requiredCredentials();
    }

    /** Returns the required secrets of the resource that are absent: by name, else by their path in the resource. */
    public List<String> lacking(SubsystemComponent subsystemComponent, Set<String> present) {
        var named = ReferenceScanner.scan(subsystemComponent, secretSelection.ofResourceAlone());
        var lacking = new ArrayList<>(named.missing());
        named.references().stream()
                .filter(reference -> reference.treatment() == ReferenceTreatment.REQUIRED)
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
}
