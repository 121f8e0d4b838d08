package org.apicdr.capture.reseal;

import org.apicdr.bundle.BundleId;
import org.apicdr.subsystem.SubsystemQuery;
import org.jspecify.annotations.Nullable;

/**
 * A re-seal that is wanted.
 *
 * @param subsystem of which subsystem the bundle is
 * @param id which bundle
 * @param order what the new one should say
 * @param requestedBy who asks; null where that is not known
 */
public record ResealCommand(
        SubsystemQuery subsystem,
        BundleId id,
        ResealRequest order,
        @Nullable String requestedBy) {}
