package org.apicdr.recovery.restoration;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apicdr.backup.BackupFolderLister;
import org.apicdr.backup.FakeBackupFiles;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.InMemoryBundles;
import org.apicdr.capture.CaptureCommand;
import org.apicdr.capture.CaptureService;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.pause.PauseService;
import org.apicdr.pause.PauseStore;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.ServiceKeys;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.SettableClock;
import org.apicdr.testsupport.SshKeygen;
import org.apicdr.testsupport.TestContainer;
import org.apicdr.verification.RestoreTarget;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of a real API server whose subsystem was captured and lost, and the service, by an account that may do what the overlay
 * grants.
 */
final class RestorationEnvironment implements AutoCloseable {

    static final String OVERLAY = "src/main/kubernetes/overlays/restore";

    private static final Map<String, Object> STATUS = Map.of(
            "conditions",
            List.of(),
            "endpoints",
            List.of(),
            "versions",
            Map.of(),
            "clusterName",
            "",
            "enableAutoFail",
            false,
            "subsysName",
            "",
            "toPVC",
            "");

    private static final List<ResourceKind> KINDS = List.of(ResourceKind.values());

    private final KubeApi api;
    private final String namespace;
    private final KubernetesClient account;
    private final InMemoryBundles store = new InMemoryBundles();
    private final SettableClock clock = new SettableClock(Instant.now());
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, Map<String, String>> saved = new TreeMap<>();
    private TestContainer service;
    private @Nullable BundleId bundle;
    private String cluster = "";

    private RestorationEnvironment(KubeApi api, Path folder, String overlay) {
        this.api = api;
        this.namespace = api.namespace("restored");
        DeployedPermissions.of(api, overlay).grant(api, List.of(namespace));
        this.account = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(api.client().getConfiguration())
                        .withOauthToken(DeployedPermissions.token(api, namespace))
                        .withNamespace(namespace)
                        .build())
                .build();
        properties.put("quarkus.application.version", "1.0.0");
        properties.put("apic-dr.site", "prod-dc1");
        properties.put("apic-dr.namespaces", namespace);
        properties.put("apic-dr.restore.enabled", "true");
        properties.put("apic-dr.seal.signing-key-file", signingKey(folder));
        properties.put("apic-dr.seal.recipients", recipient(folder));
        properties.put("apic-dr.seal.identity-file", folder.resolve("identity").toString());
        this.service = service();
    }

    /**
     * Has the service capture a subsystem, which is then lost with all of its secrets.
     *
     * @param create creates the subsystem in a namespace
     */
    static RestorationEnvironment lost(KubeApi api, Path folder, Consumer<String> create) {
        var environment = captured(api, folder, OVERLAY, create);
        environment.lose();
        return environment;
    }

    /** Has the service capture a subsystem. */
    static RestorationEnvironment captured(KubeApi api, Path folder, String overlay, Consumer<String> create) {
        var environment = new RestorationEnvironment(api, folder, overlay);
        create.accept(environment.namespace);
        environment.capture();
        return environment;
    }

    String namespace() {
        return namespace;
    }

    BundleId bundle() {
        return requireNonNull(bundle);
    }

    InMemoryBundles store() {
        return store;
    }

    SettableClock clock() {
        return clock;
    }

    KubernetesClient client() {
        return api.client();
    }

    /** Replaces the service by a new one, with other properties if there are any. */
    RestorationEnvironment restart(Map<String, String> changes) {
        properties.putAll(changes);
        service = service();
        return this;
    }

    void capture() {
        cluster = name(ResourceKind.MANAGEMENT_CLUSTER);
        var captured =
                service.get(CaptureService.class).capture(CaptureCommand.withBackups(subsystem(), null, null), soon());
        bundle = captured.stored().id();
        var manifest = service.get(BundleService.class)
                .get(new SubsystemQuery(null, null), bundle(), soon())
                .trusted()
                .orElseThrow()
                .manifest();
        manifest.subsystems().stream()
                .flatMap(entry -> entry.secrets().stream())
                .forEach(
                        secret -> saved.put(secret.name(), secret(secret.name()).getData()));
    }

    /** Deletes everything but what belongs to the service. */
    void lose() {
        KINDS.forEach(kind -> api.client()
                .genericKubernetesResources(apiVersion(kind), kind.kind())
                .inNamespace(namespace)
                .delete());
        secrets().keySet().forEach(this::deleteSecret);
        api.client().configMaps().inNamespace(namespace).list().getItems().stream()
                .filter(configMap -> !configMap.getMetadata().getName().startsWith("apic-dr"))
                .forEach(configMap -> api.client().resource(configMap).delete());
    }

    SubsystemRef subsystem() {
        return new SubsystemRef(namespace, cluster);
    }

    RestorationService restorations() {
        return service.get(RestorationService.class);
    }

    PauseService pauses() {
        return service.get(PauseService.class);
    }

    Restoration start(RestorationRequest request) {
        return restorations().start(new SubsystemQuery(null, null), bundle(), request, name -> {}, "admin", soon());
    }

    Restoration get(Restoration restoration) {
        return restorations().get(NamespaceScope.EVERYWHERE, bundle(), requireNonNull(restoration.id()), soon());
    }

    Restoration stop(Restoration restoration) {
        return restorations().stop(NamespaceScope.EVERYWHERE, bundle(), requireNonNull(restoration.id()), soon());
    }

    /** Has the scheduled job do its work once. */
    void step() {
        restorations().takeSteps(() -> true);
    }

    /** The data of the secrets as they were captured, by name. */
    Map<String, Map<String, String>> saved() {
        return saved;
    }

    Map<String, Map<String, String>> secrets() {
        var secrets = new TreeMap<String, Map<String, String>>();
        api.client().secrets().inNamespace(namespace).list().getItems().stream()
                .filter(secret -> !secret.getType().equals("kubernetes.io/service-account-token"))
                .forEach(secret -> secrets.put(
                        secret.getMetadata().getName(), secret.getData() == null ? Map.of() : secret.getData()));
        return secrets;
    }

    void createSecret(String name, Map<String, String> data) {
        api.client()
                .secrets()
                .inNamespace(namespace)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }

    Secret secret(String name) {
        return api.client().secrets().inNamespace(namespace).withName(name).require();
    }

    void deleteSecret(String name) {
        api.client().secrets().inNamespace(namespace).withName(name).delete();
    }

    List<GenericKubernetesResource> all(ResourceKind kind) {
        return api.client()
                .genericKubernetesResources(apiVersion(kind), kind.kind())
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    /** The spec of the only resource of a kind. */
    Map<String, Object> spec(ResourceKind kind) {
        var found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError("%d of %s".formatted(found.size(), kind));
        }
        return found.get(0).get("spec");
    }

    String name(ResourceKind kind) {
        return all(kind).get(0).getMetadata().getName();
    }

    /** Writes the status of all resources of a kind, as their operator does. */
    void setPhase(ResourceKind kind, String phase, String state) {
        all(kind).forEach(resource -> {
            var status = new HashMap<>(STATUS);
            status.put("phase", phase);
            status.put("state", state);
            resource.setAdditionalProperty("status", status);
            api.client().resource(resource).updateStatus();
        });
    }

    /** Has the operator report that the ManagementCluster runs, in a version. */
    void setRunning(String version) {
        all(ResourceKind.MANAGEMENT_CLUSTER).forEach(resource -> {
            var status = new HashMap<>(STATUS);
            status.putAll(Map.of("phase", "Running", "state", "16/16", "versions", Map.of("reconciled", version)));
            resource.setAdditionalProperty("status", status);
            api.client().resource(resource).updateStatus();
        });
    }

    void setMessage(ResourceKind kind, String phase, String message) {
        all(kind).forEach(resource -> {
            var status = new HashMap<>(STATUS);
            status.put("phase", phase);
            status.put("message", message);
            resource.setAdditionalProperty("status", status);
            api.client().resource(resource).updateStatus();
        });
    }

    void delete(ResourceKind kind) {
        all(kind).forEach(resource -> api.client().resource(resource).delete());
    }

    GenericKubernetesResource create(ResourceKind kind, String name, Object spec) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(apiVersion(kind));
        resource.setKind(kind.kind());
        resource.setMetadata(new ObjectMetaBuilder().withName(name).build());
        resource.setAdditionalProperty("spec", spec);
        return api.client().resource(resource).inNamespace(namespace).create();
    }

    /** Has the operator finish the restore of the database, and restart the subsystem in time. */
    void finishDatabaseRestore() {
        setPhase(ResourceKind.MANAGEMENT_RESTORE, "Complete", "");
        step();
        clock.advance(Duration.ofMinutes(1));
        step();
    }

    /** Has the operator find a backup on the server. */
    void findOnServer(String id) {
        var record = create(ResourceKind.MANAGEMENT_BACKUP, "record", Map.of("crType", "record"));
        var status = new HashMap<>(STATUS);
        status.putAll(Map.of("phase", "Ready", "id", id, "crType", "record"));
        record.setAdditionalProperty("status", status);
        api.client().resource(record).inNamespace(namespace).updateStatus();
    }

    Optional<String> stored() {
        var configMap = api.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("apic-dr-restorations")
                .get();
        return Optional.ofNullable(configMap).map(found -> found.getData().toString());
    }

    /** Makes the service forget all restorations, as if the script had been used. */
    void forget() {
        api.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("apic-dr-restorations")
                .delete();
    }

    void store(String key, String value) {
        api.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("apic-dr-restorations")
                        .endMetadata()
                        .addToData(key, value)
                        .build())
                .create();
    }

    @Override
    public void close() {
        account.close();
    }

    private TestContainer service() {
        return new TestContainer(properties)
                .with(KubernetesClient.class, account)
                .with(Clock.class, clock)
                .with(Ticker.class, Ticker.systemTicker())
                .with(MeterRegistry.class, new SimpleMeterRegistry())
                .with(ParallelExecutor.class, ParallelExecutorFixture.parallel())
                .with(ObjectMapper.class, new ObjectMapper().registerModule(new JavaTimeModule()))
                .with(BundleStore.class, store)
                .with(BackupFolderLister.class, new FakeBackupFiles())
                .with(SubsystemReader.class, "org.apicdr.kubernetes.Fabric8SubsystemReader")
                .with(RestoreTarget.class, "org.apicdr.kubernetes.Fabric8RestoreTarget")
                .with(RestorationStore.class, "org.apicdr.kubernetes.Fabric8RestorationStore")
                .with(PauseStore.class, "org.apicdr.kubernetes.Fabric8PauseStore")
                .with(ServiceKeys.class, "org.apicdr.capture.SealingServiceKeys");
    }

    private static String signingKey(Path folder) {
        var key = folder.resolve("signer");
        return Files.exists(key)
                ? key.toString()
                : SshKeygen.keyPair(key, "ed25519", "").toString();
    }

    private static String recipient(Path folder) {
        var identity = folder.resolve("identity");
        if (!Files.exists(identity)) {
            Command.run(folder, "age-keygen", "-o", "identity");
        }
        try {
            return Files.readString(identity)
                    .lines()
                    .filter(line -> line.startsWith("# public key: "))
                    .map(line -> line.substring("# public key: ".length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String apiVersion(ResourceKind kind) {
        return "%s/%s".formatted(kind.group(), kind.version());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(25));
    }
}
