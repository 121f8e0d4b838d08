package org.apicdr.testsupport;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Every sample subsystem there is, for the tests that go through all of them. */
public enum Sample {
    RELEASE_10_0_1,
    RELEASE_10_0_5,
    RELEASE_12_1,
    OWN_NAMES;

    public SampleSubsystem create(KubernetesClient client, String namespace) {
        return switch (this) {
            case RELEASE_10_0_1 -> SampleSubsystem.release1001(client, namespace);
            case RELEASE_10_0_5 -> SampleSubsystem.release1005WithPortal(client, namespace);
            case RELEASE_12_1 -> SampleSubsystem.release121(client, namespace);
            case OWN_NAMES -> SampleSubsystem.ownNamesThroughout(client, namespace);
        };
    }
}
