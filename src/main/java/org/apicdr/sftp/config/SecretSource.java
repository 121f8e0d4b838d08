package org.apicdr.sftp.config;

import java.io.IOException;

/** The source of a secret. {@code toString()} returns its name in messages. */
public interface SecretSource {

    /** Returns the whole text. The message of the exception completes a configuration error. */
    String text() throws IOException;

    /** Returns the password or passphrase. */
    String secret() throws IOException;
}
