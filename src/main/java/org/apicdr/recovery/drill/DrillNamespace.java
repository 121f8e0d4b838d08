package org.apicdr.recovery.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.apicdr.verification.RestoreObject;
import org.apicdr.verification.RestoreTarget.Answer;

/** The namespace for drills. Every method throws a {@link org.apicdr.core.ServiceException} that says what to do. */
public interface DrillNamespace {

    /** The label of every object that a drill creates. */
    String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** The value of that label. */
    String DRILL = "apic-dr-drill";

    /** Creates an object with these labels, and with no others and no annotation, so that no other tool acts on it. */
    Answer create(String namespace, RestoreObject object, Map<String, String> labels);

    /** Returns the secrets and config maps that drills created, with their content. */
    List<ObjectNode> list(String namespace);

    /** Removes a secret or config map of a drill; one that is gone is no failure. */
    void delete(String namespace, ObjectNode object);

    /** Returns the results of drills by key; empty if there is none. */
    Map<String, String> results(String namespace);

    /** Stores a result in place of the former one with its key. */
    void store(String namespace, String key, String result);
}
