package org.apicdr.bundle;

/** API paths of bundles. */
public final class BundleLinks {

    private BundleLinks() {}

    /** Returns the path of a bundle. The query names the subsystem, so that the path is unambiguous. */
    public static String bundle(StoredBundle bundle) {
        return "/api/v1/bundles/%s?namespace=%s&cluster=%s"
                .formatted(
                        bundle.id(),
                        bundle.folder().namespace(),
                        bundle.folder().cluster());
    }
}
