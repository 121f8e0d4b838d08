package org.apicdr.capture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apicdr.bundle.CorruptBundleException;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Unpacks a payload and compares it with the snapshot before it is sealed. */
final class PayloadRoundTripCheck {

    private PayloadRoundTripCheck() {}

    static void check(byte[] packed, SubsystemSnapshot snapshot) {
        try {
            var payload = Payload.unpack(new ByteArrayInputStream(packed));
            snapshot.components().forEach(component -> check(payload, component));
        } catch (CorruptBundleException | IOException e) {
            throw new IllegalStateException("The new payload cannot be unpacked.", e);
        }
    }

    private static void check(Payload payload, ComponentSnapshot snapshot) {
        var subsystemComponent = snapshot.component();
        var folder = PayloadPaths.folder(
                subsystemComponent.kind().kind(), subsystemComponent.namespace(), subsystemComponent.name());
        for (var secret : snapshot.secrets()) {
            var name = secret.ref().name();
            var packed = read(payload, PayloadPaths.secret(folder, name));
            requireSame(name, packed.path("data"), secret.resource().path("data"));
            requireSame(name, packed.path("type"), secret.resource().path("type"));
            requireSame(name, packed.at("/metadata/name"), secret.resource().at("/metadata/name"));
        }
        for (var configMap : snapshot.configMaps()) {
            var packed = read(payload, PayloadPaths.configMap(folder, configMap.name()));
            requireSame(
                    configMap.name(), packed.path("data"), configMap.resource().path("data"));
            requireSame(
                    configMap.name(),
                    packed.path("binaryData"),
                    configMap.resource().path("binaryData"));
            requireSame(
                    configMap.name(),
                    packed.at("/metadata/name"),
                    configMap.resource().at("/metadata/name"));
        }
        requireSame(PayloadPaths.SETTINGS, read(payload, folder + PayloadPaths.SETTINGS), snapshot.settings());
    }

    private static JsonNode read(Payload payload, String name) {
        return payload.entry(name)
                .map(Yaml::read)
                .orElseThrow(() -> new IllegalStateException("%s is missing from the new payload.".formatted(name)));
    }

    private static void requireSame(String name, JsonNode packed, JsonNode read) {
        if (!packed.equals(read)) {
            throw new IllegalStateException("%s differs in the new payload.".formatted(name));
        }
    }
}
