package org.apicdr.rest.tls;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;

/** Reads certificates as the service does. */
final class CertificateFixture implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();

    static TlsConfig config(Path folder) {
        return () -> Optional.of(folder);
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
