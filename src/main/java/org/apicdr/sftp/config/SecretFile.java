package org.apicdr.sftp.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A text file that a property names. It is read every time, because it may be replaced while the service runs.
 *
 * @param path the path of the file
 */
public record SecretFile(Path path) implements SecretSource {

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
