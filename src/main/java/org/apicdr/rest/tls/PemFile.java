package org.apicdr.rest.tls;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;

/** A file of the mount and what it holds, which may be a private key and so never shows. */
record PemFile(Path path, Buffer content) {

    @Override
    public String toString() {
        return path.toString();
    }
}
