package org.apicdr.sftp.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apicdr.sftp.config.ConfiguredText.TextFile;
import org.jspecify.annotations.Nullable;

/** Reports configuration errors. Each begins with the name of its property. */
public final class ConfigErrors {

    private final Consumer<String> listener;
    private final String prefix;
    private int count;

    /**
     * Creates a reporter without errors.
     *
     * @param prefix the prefix of the property names
     */
    public ConfigErrors(String prefix, Consumer<String> listener) {
        this.prefix = prefix;
        this.listener = listener;
    }

    public void add(String property, String message) {
        count++;
        listener.accept("%s%s: %s".formatted(prefix, property, message));
    }

    public boolean none() {
        return count == 0;
    }

    /**
     * Returns the file that a property names, or null if there is none. Reports an error if the value is not a path.
     */
    @Nullable
    public TextFile file(String property, String value) {
        if (value.isBlank()) {
            return null;
        }
        try {
            return new TextFile(Path.of(value));
        } catch (InvalidPathException e) {
            add(property, "must be the path of a file");
            return null;
        }
    }

    /** Returns whether a property is true; false if it is not set. Reports an error for any other value. */
    public boolean flag(String property, Optional<String> value) {
        var flag = value.orElse("false").strip();
        if (!flag.equals("true") && !flag.equals("false")) {
            add(property, "must be true or false, not '%s'".formatted(flag));
        }
        return flag.equals("true");
    }

    public void addIfFails(String property, Check check) {
        try {
            check.run();
        } catch (IOException e) {
            add(property, String.valueOf(e.getMessage()));
        }
    }

    /** A check whose exception message completes {@code <property>: }. */
    public interface Check {
        void run() throws IOException;
    }
}
