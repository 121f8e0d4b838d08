package org.apicdr.sftp;

import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/** A password or passphrase on its way to sshj, which wipes the array it is given. */
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
