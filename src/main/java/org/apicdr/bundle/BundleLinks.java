package org.apicdr.bundle;

/** Where a bundle can be asked for. */
public final class BundleLinks {

    private BundleLinks() {}

    /** The path of a bundle, with the subsystem that leaves no doubt. */
    public static String bundle(StoredBundle bundle) {
        return "/api/v1/bundles/%s?namespace=%s&cluster=%s"
                .formatted(
                        bundle.id(),
                        bundle.folder().namespace(),
                        bundle.folder().cluster());
    }
}
