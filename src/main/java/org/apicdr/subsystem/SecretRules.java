package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apicdr.subsystem.SecretSearch.Named;

/** Which secrets a recovery needs. */
@ApplicationScoped
public class SecretRules {

    private final Selection selection;

    SecretRules(SelectionConfig config) {
        this.selection = Selection.of(config);
    }

    /** Everything that belongs into a bundle of the resource. */
    Named named(Component component) {
        return SecretSearch.in(component, selection);
    }

    /** The keys of a ManagementCluster's status that must name a secret. */
    public List<String> requiredCredentials() {
        return selection.requiredCredentials();
    }

    /** Of all that the resource itself names, what is not there: secrets by name, else the path in the resource. */
    public List<String> lacking(Component component, Set<String> present) {
        var named = SecretSearch.in(component, selection.ofResourceAlone());
        var lacking = new ArrayList<>(named.missing());
        named.secrets().stream()
                .map(SecretRef::name)
                .filter(name -> !present.contains(name))
                .forEach(lacking::add);
        return lacking;
    }

    /** What something that is missing is for: a secret by its name, else the path in the status that should name one. */
    public Optional<SecretRole> roleOf(Component component, String missing) {
        if (missing.equals("status.encryptionSecret")) {
            return Optional.of(SecretRole.ENCRYPTION);
        }
        if (missing.startsWith("status.")) {
            return Optional.of(SecretRole.CREDENTIAL);
        }
        return named(component).secrets().stream()
                .filter(ref -> ref.name().equals(missing))
                .map(SecretRef::role)
                .findFirst();
    }
}
