package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.subsystem.ReferenceScanner.References;

/** Which objects a recovery needs. */
@ApplicationScoped
public class SecretRequirements {

    private final SecretSelection secretSelection;

    SecretRequirements(SecretSelectionConfig config) {
        this.secretSelection = SecretSelection.of(config);
    }

    /** Everything that the resource and the operator name. */
    References named(SubsystemComponent subsystemComponent) {
        return ReferenceScanner.scan(subsystemComponent, secretSelection);
    }

    /** Whether secrets that something makes again are saved, too. */
    boolean savesRecreated() {
        return secretSelection.allCertificates();
    }

    /** The keys of a ManagementCluster's status that must name a secret. */
    public List<String> requiredCredentials() {
        return secretSelection.requiredCredentials();
    }

    /** Of the required secrets that the resource itself names, those that are not there: by name, else the path in the resource. */
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

    /** What something that is missing is for: a secret by its name, else the path in the resource that should name one. */
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
