package org.apicdr.capture;

import jakarta.inject.Singleton;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.KeyedLock;
import org.apicdr.subsystem.SubsystemRef;

/** Allows one capture or re-seal at a time for each subsystem, because each bundle names the previous one. */
@Singleton
public class CaptureLock extends KeyedLock<SubsystemRef> {

    CaptureLock() {
        super(ErrorCode.CAPTURE_RUNNING, "A capture or re-seal of %s is already running. Wait until it has finished.");
    }
}
