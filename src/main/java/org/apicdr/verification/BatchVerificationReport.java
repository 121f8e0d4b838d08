package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The verification of many bundles.
 *
 * @param summary what it came to
 * @param items the bundles that were verified, in the order in which they had waited for it
 */
@Schema(name = "RoundReport")
public record BatchVerificationReport(
        @JsonUnwrapped BatchVerificationSummary summary, List<BundleVerificationResult> items) {

    public BatchVerificationReport {
        items = List.copyOf(items);
    }
}
