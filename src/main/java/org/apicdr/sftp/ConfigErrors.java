package org.apicdr.sftp;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with properties, each complaint beginning with the property's name. */
final class ConfigErrors {

    private final Consumer<String> listener;
    private final String prefix;
    private int count;

    /**
     * Sends complaints to a listener.
     *
     * @param prefix what the names of the properties begin with
     */
    ConfigErrors(String prefix, Consumer<String> listener) {
        this.prefix = prefix;
        this.listener = listener;
    }

    void add(String property, String complaint) {
        count++;
        listener.accept("%s%s: %s".formatted(prefix, property, complaint));
    }

    boolean none() {
        return count == 0;
    }

    /** The file that a property names; null, with a complaint where the name is no path, if there is none. */
    @Nullable
    SecretFile file(String property, String value) {
        if (value.isBlank()) {
            return null;
        }
        try {
            return new SecretFile(Path.of(value));
        } catch (InvalidPathException e) {
            add(property, "must be the path of a file");
            return null;
        }
    }

    void unlessUsable(String property, Check check) {
        try {
            check.run();
        } catch (IOException e) {
            add(property, String.valueOf(e.getMessage()));
        }
    }

    /** Fails with a message that completes the complaint. */
    interface Check {
        void run() throws IOException;
    }
}
