package org.apicdr.rest.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Lets answers have members and values that a later version adds, so that clients generated from this document accept them.
 * A schema with {@code additionalProperties: false} is that of a request and stays as it is.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class OpenAnswersFilter implements OASFilter {

    private static final String REFERENCE = "#/components/schemas/";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var schemas = document.getComponents().getSchemas();
        for (var schema : schemas.values()) {
            if (schema.getProperties() != null && !isClosed(schema)) {
                schema.setAdditionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true));
                schema.getProperties().values().forEach(property -> openEnumeration(property, schemas));
            }
        }
    }

    private static boolean isClosed(Schema schema) {
        var additional = schema.getAdditionalPropertiesSchema();
        return additional != null && Boolean.FALSE.equals(additional.getBooleanSchema());
    }

    /** Turns a closed enumeration into a string, whose known values are in the description and in an extension. */
    private static void openEnumeration(Schema property, Map<String, Schema> schemas) {
        var value = property.getItems() == null ? property : property.getItems();
        var schema = value.getRef() == null ? value : schemas.get(value.getRef().substring(REFERENCE.length()));
        if (schema == null || schema.getEnumeration() == null) {
            return;
        }
        var known = List.copyOf(schema.getEnumeration());
        schema.setDescription("%s Known values: %s. Later versions may add others."
                .formatted(
                        schema.getDescription(),
                        known.stream().map(Object::toString).collect(Collectors.joining(", "))));
        schema.addExtension("x-extensible-enum", known);
        schema.setEnumeration(null);
    }
}
