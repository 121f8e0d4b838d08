package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.BUNDLE_AUTHENTIC;
import static org.apicdr.recovery.CheckId.BUNDLE_COMPLETE;
import static org.apicdr.recovery.CheckId.BUNDLE_CURRENT;
import static org.apicdr.recovery.CheckId.BUNDLE_EXISTS;
import static org.apicdr.recovery.CheckId.IDENTITY_CHANGED;
import static org.apicdr.recovery.CheckId.KEYS_APART;
import static org.apicdr.recovery.CheckId.RECIPIENTS;
import static org.apicdr.recovery.CheckId.RECIPIENTS_PROVEN;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupCatalog.ComponentListing;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.bundle.BundleInspectionCache.Known;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.DurationFormat;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.AgeIdentity;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.CompletenessCheck;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an authentic, complete and current bundle exists, that it can be opened after the cluster is lost, and that it
 * is kept apart from the backups.
 */
@ApplicationScoped
class BundleChecks implements CheckGroup {

    private static final List<CheckId> REQUIRE_STORE =
            List.of(BUNDLE_EXISTS, BUNDLE_AUTHENTIC, BUNDLE_COMPLETE, BUNDLE_CURRENT, IDENTITY_CHANGED);

    private static final String CAPTURE = "Capture a new bundle.";

    private static final String ADD_RECIPIENT = "Add a recipient whose identity is kept outside the cluster to"
            + " apic-dr.seal.recipients-file, and re-seal the bundle or capture a new one.";

    private final CompletenessCheck completenessCheck;
    private final SealingKeys sealingKeys;
    private final RecoverabilityConfig config;

    BundleChecks(CompletenessCheck completenessCheck, SealingKeys sealingKeys, RecoverabilityConfig config) {
        this.completenessCheck = completenessCheck;
        this.sealingKeys = sealingKeys;
        this.config = config;
    }

    @Override
    public List<RecoverabilityCheck> check(RecoverabilityInputs inputs) {
        var checks = new ArrayList<>(inputs.inventory()
                .match(
                        inventory -> List.of(
                                exists(inputs, inventory),
                                authentic(inventory),
                                complete(inventory),
                                current(inputs),
                                identity(inputs, inventory)),
                        why -> RecoverabilityCheck.skipped(REQUIRE_STORE, RecoverabilityInputs.NO_STORE)));
        checks.add(recipients(inputs));
        checks.add(recipientsProven(inputs));
        checks.add(keysApart(inputs));
        return checks;
    }

    private static RecoverabilityCheck exists(RecoverabilityInputs inputs, BundleInventory inventory) {
        return inventory.listed().isEmpty()
                ? RecoverabilityCheck.fail(
                        BUNDLE_EXISTS, "The store has no bundle of %s.".formatted(inputs.ref()), CAPTURE)
                : RecoverabilityCheck.pass(
                        BUNDLE_EXISTS,
                        "Bundles on the store: %d. The newest is %s."
                                .formatted(
                                        inventory.listed().size(),
                                        inventory.listed().get(0).id()));
    }

    private static RecoverabilityCheck authentic(BundleInventory inventory) {
        var newest = inventory.newest().map(Known::inspection);
        if (newest.isEmpty()) {
            return RecoverabilityCheck.skipped(BUNDLE_AUTHENTIC, "There is no bundle. See bundle-exists.");
        }
        if (newest.get().authentic()) {
            return RecoverabilityCheck.pass(
                    BUNDLE_AUTHENTIC,
                    "%s is signed by %s."
                            .formatted(
                                    newest.get().bundle().id(),
                                    newest.get().signer().orElse("")));
        }
        var instead = inventory
                .id()
                .map("The newest authentic bundle is %s."::formatted)
                .orElse("No bundle is authentic.");
        return RecoverabilityCheck.fail(
                BUNDLE_AUTHENTIC,
                "%s is not authentic. %s %s"
                        .formatted(
                                newest.get().bundle().id(),
                                Sentences.closed(newest.get().describeFailures()),
                                instead),
                "Find out who changed or planted it, and capture a new bundle.");
    }

    private RecoverabilityCheck complete(BundleInventory inventory) {
        return inventory
                .manifest()
                .map(this::complete)
                .orElseGet(() -> RecoverabilityCheck.skipped(BUNDLE_COMPLETE, RecoverabilityInputs.NO_BUNDLE));
    }

    private RecoverabilityCheck complete(Manifest manifest) {
        var lacking = completenessCheck.check(manifest, Optional.empty()).stream()
                .filter(check -> check.outcome() == CheckOutcome.FAIL)
                .map(check -> check.id() + " " + Sentences.clause(check.detail()))
                .collect(Collectors.joining("; "));
        if (!lacking.isEmpty()) {
            return RecoverabilityCheck.fail(
                    BUNDLE_COMPLETE,
                    "%s lacks what a recovery needs: %s.".formatted(manifest.id(), lacking),
                    "Repair the subsystem, and capture a new bundle.");
        }
        return manifest.dirty()
                ? RecoverabilityCheck.warn(
                        BUNDLE_COMPLETE,
                        manifest.id() + " was captured while the subsystem was not healthy.",
                        "Capture a new bundle when the subsystem is healthy.")
                : RecoverabilityCheck.pass(
                        BUNDLE_COMPLETE, manifest.id() + " contains everything that the captured status named.");
    }

    private static RecoverabilityCheck current(RecoverabilityInputs inputs) {
        if (inputs.live().value().isEmpty()) {
            return RecoverabilityCheck.skipped(BUNDLE_CURRENT, RecoverabilityInputs.NO_CLUSTER);
        }
        if (inputs.identityChanged()) {
            return RecoverabilityCheck.skipped(
                    BUNDLE_CURRENT, "The bundle is from another installation. See identity-changed.");
        }
        return inputs.drift()
                .match(
                        drift -> drift.isEmpty()
                                ? RecoverabilityCheck.pass(
                                        BUNDLE_CURRENT,
                                        "Secrets, endpoints and settings are the same as in the bundle.")
                                : RecoverabilityCheck.fail(
                                        BUNDLE_CURRENT,
                                        "The subsystem differs from the bundle: %s."
                                                .formatted(Sentences.clause(drift.describe())),
                                        CAPTURE),
                        why -> RecoverabilityCheck.skipped(BUNDLE_CURRENT, why));
    }

    private static RecoverabilityCheck identity(RecoverabilityInputs inputs, BundleInventory inventory) {
        if (inputs.live().value().isEmpty()) {
            return RecoverabilityCheck.skipped(IDENTITY_CHANGED, RecoverabilityInputs.NO_CLUSTER);
        }
        if (inventory.manifest().isEmpty()) {
            return RecoverabilityCheck.skipped(IDENTITY_CHANGED, RecoverabilityInputs.NO_BUNDLE);
        }
        return inputs.identityChanged()
                ? RecoverabilityCheck.fail(
                        IDENTITY_CHANGED,
                        "The subsystem is another installation than the one in %s."
                                .formatted(inventory.id().orElseThrow()),
                        "If the subsystem was rebuilt on purpose, capture it with \"adopt\": true. A"
                                + " recovered one has spec.originalUID.")
                : RecoverabilityCheck.pass(IDENTITY_CHANGED, "The subsystem is the installation that was captured.");
    }

    /** Checks that bundles can still be opened after the cluster and the service's own age identity are lost. */
    private RecoverabilityCheck recipients(RecoverabilityInputs inputs) {
        var sealedTo = inputs.inventory()
                .value()
                .flatMap(BundleInventory::manifest)
                .map(manifest -> manifest.payload().recipients());
        try {
            return recipients(sealedTo.orElseGet(() -> sealingKeys.recipients().values()), sealedTo.isPresent());
        } catch (ServiceException e) {
            return RecoverabilityCheck.fail(
                    RECIPIENTS, String.valueOf(e.getMessage()), "Correct the files of apic-dr.seal.");
        }
    }

    private RecoverabilityCheck recipients(List<String> recipients, boolean sealed) {
        var own = Set.copyOf(sealingKeys.identity().map(AgeIdentity::recipients).orElse(List.of()));
        var subject = sealed ? "The newest bundle is sealed to" : "A bundle would be sealed to";
        if (own.containsAll(recipients)) {
            return RecoverabilityCheck.fail(
                    RECIPIENTS,
                    subject
                            + " this service's own identity alone. If that is lost with the cluster, the"
                            + " bundle is lost too.",
                    ADD_RECIPIENT);
        }
        if (recipients.size() < 2) {
            return RecoverabilityCheck.warn(
                    RECIPIENTS,
                    subject + " one recipient. If that identity is lost, every bundle is lost.",
                    ADD_RECIPIENT);
        }
        if (sealed && !Set.copyOf(sealingKeys.recipients().values()).equals(Set.copyOf(recipients))) {
            return RecoverabilityCheck.warn(
                    RECIPIENTS,
                    subject + " other recipients than are configured now.",
                    "Re-seal it, or capture a new bundle.");
        }
        return RecoverabilityCheck.pass(
                RECIPIENTS,
                "%s %d recipients, at least one of which is kept elsewhere.".formatted(subject, recipients.size()));
    }

    /** Checks that the identities which are kept outside the cluster were shown to exist. */
    private RecoverabilityCheck recipientsProven(RecoverabilityInputs inputs) {
        try {
            var own = sealingKeys.identity().map(AgeIdentity::recipients).orElse(List.of());
            var recipients = sealingKeys.recipients().values().stream()
                    .filter(recipient -> !own.contains(recipient))
                    .toList();
            return inputs.identityProofs()
                    .match(
                            proofs -> recipientsProven(recipients, proofs, inputs.at()),
                            why -> RecoverabilityCheck.skipped(RECIPIENTS_PROVEN, RecoverabilityInputs.NO_STORE));
        } catch (ServiceException e) {
            return RecoverabilityCheck.skipped(RECIPIENTS_PROVEN, "The recipients are not known. See recipients.");
        }
    }

    private RecoverabilityCheck recipientsProven(List<String> recipients, Map<String, Instant> proofs, Instant now) {
        var since = now.minus(config.recipientProofMaxAge());
        var dates = recipients.stream()
                .map(recipient -> "%s: %s".formatted(recipient, date(proofs.get(recipient))))
                .collect(Collectors.joining(", "));
        if (recipients.isEmpty()) {
            return RecoverabilityCheck.skipped(
                    RECIPIENTS_PROVEN, "No identity is kept outside the cluster. See recipients.");
        }
        if (recipients.stream().noneMatch(proofs::containsKey)) {
            return RecoverabilityCheck.skipped(
                    RECIPIENTS_PROVEN,
                    "No identity that is kept outside the cluster was shown to exist. POST /trust/challenges begins a proof.");
        }
        return recipients.stream()
                        .allMatch(recipient ->
                                proofs.getOrDefault(recipient, Instant.MIN).isAfter(since))
                ? RecoverabilityCheck.pass(RECIPIENTS_PROVEN, "Identities were shown to exist. " + dates + ".")
                : RecoverabilityCheck.warn(
                        RECIPIENTS_PROVEN,
                        "An identity was not shown to exist within %s. %s."
                                .formatted(DurationFormat.format(config.recipientProofMaxAge()), dates),
                        "Have its keeper answer a challenge of POST /trust/challenges. If it is lost, replace the"
                                + " recipient and re-seal the bundles.");
    }

    private static String date(@Nullable Instant proven) {
        return proven == null ? "never" : proven.toString();
    }

    /** Checks that no single login gives access to both the backups and the bundles, which contain the encryption keys. */
    private static RecoverabilityCheck keysApart(RecoverabilityInputs inputs) {
        if (inputs.live().value().isEmpty()) {
            return RecoverabilityCheck.skipped(KEYS_APART, RecoverabilityInputs.NO_CLUSTER);
        }
        var store = inputs.storeAccount().value();
        if (store.isEmpty()) {
            return RecoverabilityCheck.skipped(KEYS_APART, RecoverabilityInputs.NO_STORE);
        }
        return inputs.catalog()
                .match(catalog -> keysApart(store.get(), catalog), why -> RecoverabilityCheck.skipped(KEYS_APART, why));
    }

    private static RecoverabilityCheck keysApart(StoreAccount store, BackupCatalog catalog) {
        var shared = catalog.listings().stream()
                .filter(listing -> same(store, listing.folder()))
                .map(ComponentListing::component)
                .toList();
        if (!shared.isEmpty()) {
            return RecoverabilityCheck.warn(
                    KEYS_APART,
                    "The bundles and the backups of %s are on the same server under the same account."
                            .formatted(String.join(" and ", shared)),
                    "Keep the bundles under another account, preferably on another server. This"
                            + " account gives access to both data and keys.");
        }
        var unread = catalog.listings().stream()
                .filter(listing -> !(listing.folder() instanceof BackupFolderListing.Read))
                .findFirst();
        return unread.isPresent()
                ? RecoverabilityCheck.skipped(
                        KEYS_APART,
                        "The server of the backups of %s was not checked, so the accounts were not compared."
                                .formatted(unread.get().component()))
                : RecoverabilityCheck.pass(
                        KEYS_APART,
                        "The bundles and the backups are on different servers or under different accounts.");
    }

    private static boolean same(StoreAccount store, BackupFolderListing folder) {
        return folder instanceof BackupFolderListing.Read read
                && read.account().equals(store.account())
                && store.hostKey().equals(Optional.of(read.hostKey()));
    }
}
