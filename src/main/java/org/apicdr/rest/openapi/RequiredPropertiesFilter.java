package org.apicdr.rest.openapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Marks schema properties as required if the record component is not {@code @Nullable} and the property has no default.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class RequiredPropertiesFilter implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final DotName UNWRAPPED = DotName.createSimple(JsonUnwrapped.class);

    private final IndexView index;

    public RequiredPropertiesFilter(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        // the index filters all classes each time that it is asked
        var records = index.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .collect(Collectors.groupingBy(RequiredPropertiesFilter::schemaName));
        document.getComponents()
                .getSchemas()
                .forEach((name, schema) -> markRequired(schema, records.getOrDefault(name, List.of())));
    }

    private void markRequired(Schema schema, List<ClassInfo> records) {
        var properties = schema.getProperties();
        if (properties == null || schema.getRequired() != null) {
            return;
        }
        var withDefault = properties.entrySet().stream()
                .filter(property -> property.getValue().getDefaultValue() != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        records.stream()
                .filter(type -> names(members(type)).equals(properties.keySet()))
                .limit(1)
                .flatMap(this::members)
                .filter(member -> !member.type().hasAnnotation(NULLABLE))
                .filter(member -> !withDefault.contains(member.name()))
                .forEach(member -> schema.addRequired(member.name()));
    }

    private Stream<RecordComponentInfo> members(ClassInfo type) {
        return type.recordComponentsInDeclarationOrder().stream()
                .flatMap(member -> type.field(member.name()).hasAnnotation(UNWRAPPED)
                        ? members(index.getClassByName(member.type().name()))
                        : Stream.of(member));
    }

    private static String schemaName(ClassInfo type) {
        var schema = type.declaredAnnotation(SCHEMA);
        return schema == null || schema.value("name") == null
                ? type.simpleName()
                : schema.value("name").asString();
    }

    private static Set<String> names(Stream<RecordComponentInfo> members) {
        return members.map(RecordComponentInfo::name).collect(Collectors.toSet());
    }
}
