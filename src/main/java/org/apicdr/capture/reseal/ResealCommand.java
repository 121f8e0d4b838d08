package org.apicdr.capture.reseal;

import org.apicdr.bundle.BundleId;
import org.apicdr.subsystem.SubsystemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A request for a re-seal, with its caller.
 *
 * @param subsystem the subsystem of the bundle
 * @param id the bundle to re-seal
 * @param request the options of the re-seal
 * @param requestedBy the caller; null if unknown
 */
public record ResealCommand(
        SubsystemQuery subsystem,
        BundleId id,
        ResealRequest request,
        @Nullable String requestedBy) {}
