package org.apicdr.rest.openapi;

import io.quarkus.arc.Unremovable;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the API document that the build wrote, as JSON and YAML. Replaces the extension's own service, which parses the
 * document at each start and writes it again for runtime filters. This project has no runtime filters:
 * {@link RequiredPropertiesFilter} runs at build time.
 *
 * <p>Not {@code @ApplicationScoped}: the extension calls a package-private method, which a client proxy cannot delegate.
 */
@Alternative
@Priority(1)
@Singleton
@Unremovable
class GeneratedDocumentService extends OpenApiDocumentService {

    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    /** Read once: any peer may request the document, which has a quarter of a mebibyte. */
    private final Map<Format, byte[]> documents = new ConcurrentHashMap<>();

    /** Sets a class loader without the document, so that the extension finds nothing to parse. */
    @PostConstruct
    void hideDocument() {
        OpenApiConstants.classLoader = ClassLoader.getPlatformClassLoader();
    }

    @Override
    public byte[] getDocument(String name, Format format) {
        return documents.computeIfAbsent(format, this::read);
    }

    private byte[] read(Format format) {
        var path = OpenApiConstants.BASE_NAME + "." + format.name();
        try (var document = loader.getResourceAsStream(path)) {
            if (document == null) {
                throw new IllegalStateException("The build wrote no API document: " + path + " is missing.");
            }
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
