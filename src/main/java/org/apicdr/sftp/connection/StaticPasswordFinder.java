package org.apicdr.sftp.connection;

import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/** Passes a password or passphrase to sshj. Returns a new array each time, because sshj clears it. */
final class StaticPasswordFinder implements PasswordFinder {

    private final String value;

    StaticPasswordFinder(String value) {
        this.value = value;
    }

    @Override
    public char[] reqPassword(Resource<?> resource) {
        return value.toCharArray();
    }

    @Override
    public boolean shouldRetry(Resource<?> resource) {
        return false;
    }
}
