package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.subsystem.ReferenceScanner.References;

/** Which objects a recovery needs. */
@ApplicationScoped
public class SecretRules {

    private final Selection selection;

    SecretRules(SelectionConfig config) {
        this.selection = Selection.of(config);
    }

    /** Everything that the resource and the operator name. */
    References named(Component component) {
        return ReferenceScanner.scan(component, selection);
    }

    /** Whether secrets that something makes again are saved, too. */
    boolean savesRecreated() {
        return selection.allCertificates();
    }

    /** The keys of a ManagementCluster's status that must name a secret. */
    public List<String> requiredCredentials() {
        return selection.requiredCredentials();
    }

    /** Of the required secrets that the resource itself names, those that are not there: by name, else the path in the resource. */
    public List<String> lacking(Component component, Set<String> present) {
        var named = ReferenceScanner.scan(component, selection.ofResourceAlone());
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
    public Optional<SecretRole> roleOf(Component component, String missing) {
        if (missing.equals("status.encryptionSecret")) {
            return Optional.of(SecretRole.ENCRYPTION);
        }
        if (missing.startsWith("status.")) {
            return Optional.of(SecretRole.CREDENTIAL);
        }
        return named(component).references().stream()
                .filter(reference -> reference.name().equals(missing))
                .findFirst()
                .map(reference -> SecretRef.of(component, reference).role());
    }
}
