package org.apicdr.rest.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.apicdr.core.ErrorCode;
import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.examples.Example;

/**
 * Examples of problem responses. The files contain only the detail and further properties. Type and title come from the
 * {@link ErrorCode}, and each example is converted to a {@link Problem}, so that examples match real responses.
 */
final class ProblemExamples {

    private static final String TYPE = "urn:apic-dr:problem:";

    private static final String REQUEST_ID = "5f1c0f6e-3d0b-4a57-8f8e-0a6a4f1f7f0e";

    private final ObjectNode defaults = OpenApiResources.read("problems");

    /**
     * Returns the example of one problem.
     *
     * @param own the properties that differ for this operation
     * @param instance the requested path
     */
    Example of(String slug, ObjectNode own, String status, String instance) {
        var members = OpenApiResources.JSON.createObjectNode();
        if (status.matches("[0-9]+")) {
            members.put("status", Integer.parseInt(status));
        }
        Arrays.stream(ErrorCode.values())
                .filter(errorCode -> errorCode.slug().equals(slug))
                .forEach(errorCode -> members.put("title", errorCode.title()));
        members.put("type", TYPE + slug).put("instance", instance).put("requestId", REQUEST_ID);
        members.setAll(defaults.withObjectProperty(slug));
        members.setAll(own);
        var problem = OpenApiResources.JSON.convertValue(members, Problem.class);
        if (problem.title() == null || problem.status() == 0 || problem.detail() == null) {
            throw new IllegalStateException(
                    "The example of the problem %s has no title, status or detail".formatted(slug));
        }
        return OASFactory.createExample()
                .summary(problem.title())
                .value(OpenApiResources.JSON.convertValue(problem, Object.class));
    }
}
