package org.apicdr.testsupport;

import org.apicdr.sftp.connection.SshSecurityProvider;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Sets what all tests of a JVM share. */
public final class TestSession implements LauncherSessionListener {

    /**
     * Registers the service's security provider. Otherwise the first connection does, and if that is one of a Quarkus application, plain
     * tests would get keys of classes from the class loader of that application. Apache MINA does not register BouncyCastle, which the
     * service has to do without.
     */
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        SshSecurityProvider.register();
        System.setProperty("org.apache.sshd.security.provider.BC.useNamed", "false");
        Waits.configure();
    }
}
