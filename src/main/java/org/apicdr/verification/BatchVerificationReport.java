package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The results of a batch verification.
 *
 * @param summary the summary of the results
 * @param items the verified bundles, in the order of the queue
 */
@Schema(name = "RoundReport")
public record BatchVerificationReport(
        @JsonUnwrapped BatchVerificationSummary summary, List<BundleVerificationResult> items) {

    public BatchVerificationReport {
        items = List.copyOf(items);
    }
}
