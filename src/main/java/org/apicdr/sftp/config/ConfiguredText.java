package org.apicdr.sftp.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A text that settings refer to, often a secret. {@code toString()} returns its name in messages, never the text. */
public sealed interface ConfiguredText {

    /** Returns the whole text. The message of the exception completes a configuration error. */
    String text() throws IOException;

    /** Returns the text as a password or passphrase. */
    String secret() throws IOException;

    /**
     * A text file that a property names. It is read every time, because it may be replaced while the service runs.
     *
     * @param path the path of the file
     */
    record TextFile(Path path) implements ConfiguredText {

        @Override
        public String text() throws IOException {
            try {
                return Files.readString(path);
            } catch (NoSuchFileException e) {
                throw new IOException("there is no file " + path, e);
            } catch (AccessDeniedException e) {
                throw new IOException("this process may not read " + path, e);
            } catch (CharacterCodingException e) {
                throw new IOException(path + " is not a text file in UTF-8", e);
            } catch (IOException e) {
                throw new IOException(path + " cannot be read", e);
            }
        }

        /** Returns the secret without the newline that editors append. */
        @Override
        public String secret() throws IOException {
            var secret = text().replaceFirst("\r?\n$", "");
            if (secret.isEmpty()) {
                throw new IOException(path + " is empty");
            }
            return secret;
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A text in memory. {@link #toString()} returns its name, never its value. */
    final class InMemoryText implements ConfiguredText {

        private final String name;
        private final String value;

        public InMemoryText(String name, String value) {
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
}
