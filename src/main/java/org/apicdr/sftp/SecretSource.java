package org.apicdr.sftp;

import java.io.IOException;

/** Where a secret is; prints as the name that a sentence gives to it. */
interface SecretSource {

    /** All that is there. Fails with a message that completes a complaint. */
    String text() throws IOException;

    /** The password or passphrase that is there. */
    String secret() throws IOException;
}
