package org.apicdr.rest.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.apicdr.core.ErrorCode;
import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.examples.Example;

/**
 * Problems as operations answer them. A file tells what is particular: the sentence and the evidence; type and title
 * come from the {@link ErrorCode}, so that they cannot drift, and all goes through the {@link Problem} that is answered.
 */
final class ProblemExamples {

    private static final String TYPE = "urn:apic-dr:problem:";

    private static final String REQUEST_ID = "5f1c0f6e-3d0b-4a57-8f8e-0a6a4f1f7f0e";

    private final ObjectNode usual = OpenApiResources.read("problems");

    /**
     * One problem.
     *
     * @param own what this operation says otherwise than others
     * @param instance the path that was asked for
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
        members.setAll(usual.withObjectProperty(slug));
        members.setAll(own);
        var problem = OpenApiResources.JSON.convertValue(members, Problem.class);
        if (problem.title() == null || problem.status() == 0 || problem.detail() == null) {
            throw new IllegalStateException("the example of problem %s lacks title, status or detail".formatted(slug));
        }
        return OASFactory.createExample()
                .summary(problem.title())
                .value(OpenApiResources.JSON.convertValue(problem, Object.class));
    }
}
