package org.apicdr.testsupport;

import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Registers BouncyCastle before all tests. Otherwise sshj does when it first needs it, and if a Quarkus application is the first, plain
 * tests would get keys of classes from the class loader of that application.
 */
public final class SharedSecurityProvider implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Security.addProvider(new BouncyCastleProvider());
    }
}
