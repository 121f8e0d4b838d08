package org.apicdr.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import org.apicdr.testsupport.KubeApi;

/** A Secret as a kubelet mounts it: files are symlinks through {@code ..data}, which is swapped for all of them at once. */
record MountedSecret(KubeApi api, String namespace, String name, Path folder) {

    private static final String DATA = "..data";

    Path file(String key) {
        return folder.resolve(key);
    }

    /** Brings the files to what the API server holds now. */
    void sync() {
        var secret =
                api.client().secrets().inNamespace(namespace).withName(name).require();
        var version = "..version-" + secret.getMetadata().getResourceVersion();
        try {
            var next = Files.createDirectories(folder.resolve(version));
            for (var entry : secret.getData().entrySet()) {
                Files.write(next.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
                if (!Files.isSymbolicLink(file(entry.getKey()))) {
                    Files.createSymbolicLink(file(entry.getKey()), Path.of(DATA, entry.getKey()));
                }
            }
            var link = Files.createSymbolicLink(folder.resolve(DATA + "_tmp"), Path.of(version));
            Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
