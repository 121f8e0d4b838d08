package org.apicdr.sftp;

import java.io.IOException;

/** A secret in memory. {@link #toString()} returns its name, never its value. */
final class InMemorySecret implements SecretSource {

    private final String name;
    private final String value;

    InMemorySecret(String name, String value) {
        this.name = name;
        this.value = value;
    }

    @Override
    public String text() {
        return value;
    }

    @Override
    public String secret() throws IOException {
        if (value.isEmpty()) {
            throw new IOException(name + " is empty");
        }
        return value;
    }

    @Override
    public String toString() {
        return name;
    }
}
