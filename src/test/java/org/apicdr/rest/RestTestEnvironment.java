package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.TemporaryFolder;

/** What the service works with: an API server and a store, both empty before every test. */
public final class RestTestEnvironment implements AutoCloseable {

    /** Where {@link #subsystem()} lives. */
    public static final String NAMESPACE = "apic";

    /** Another namespace that the service looks into. */
    public static final String SECOND = "second";

    static final String SITE = "test-dc1";

    private static final String MANAGEMENT_CLUSTERS =
            "/apis/management.apiconnect.ibm.com/v1beta1/namespaces/%s/managementclusters".formatted(NAMESPACE);

    private static final Map<String, String> BACKUPS =
            Map.of("managementbackups", "management.apiconnect.ibm.com", "portalbackups", "portal.apiconnect.ibm.com");

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(40);

    private final SftpInterceptor sftpInterceptor;
    private final MinaSftpServer sftp;
    private final KubernetesMockServer api;
    private final KubernetesClient client;

    private RestTestEnvironment(SftpInterceptor sftpInterceptor, MinaSftpServer sftp, KubernetesMockServer api) {
        this.sftpInterceptor = sftpInterceptor;
        this.sftp = sftp;
        this.api = api;
        this.client = api.createClient();
    }

    static RestTestEnvironment start() {
        var sftpInterceptor = new SftpInterceptor();
        var responses = new HashMap<ServerRequest, Queue<ServerResponse>>();
        var dispatcher = new KubernetesMixedDispatcher(responses);
        var api = new KubernetesMockServer(new Context(), new MockWebServer(), responses, dispatcher, false);
        api.init();
        return new RestTestEnvironment(sftpInterceptor, MinaSftpServer.start(sftpInterceptor), api);
    }

    Map<String, String> properties() {
        var properties = new LinkedHashMap<>(sftp.properties());
        properties.put("apic-dr.site", SITE);
        properties.put("apic-dr.namespaces", NAMESPACE + "," + SECOND);
        properties.put("quarkus.kubernetes-client.api-server-url", api.url("/"));
        return properties;
    }

    /** Empties the store and the API server. What the test before has left running may still write for a moment. */
    public void reset() {
        api.reset();
        sftpInterceptor.afterOpening(null);
        takeDryRuns();
        try {
            await().pollDelay(Duration.ZERO)
                    .ignoreException(UncheckedIOException.class)
                    .untilAsserted(() -> TemporaryFolder.delete(sftp.root()));
            Files.createDirectories(sftp.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of the store. */
    Path store() {
        return sftp.root();
    }

    /** Makes all resources disappear from the API server, as when the cluster was built anew. */
    public void rebuildCluster() {
        api.reset();
        takeDryRuns();
    }

    /** Lets the API server answer 500 when asked for subsystems, until the next test. */
    void breakApi() {
        api.expect().get().withPath(MANAGEMENT_CLUSTERS).andReturn(500, "").always();
    }

    /** Lets the API server answer 200 without a body when asked for subsystems, until the next test. */
    void emptyApi() {
        answerEmpty(MANAGEMENT_CLUSTERS);
    }

    /** Lets the API server answer 200 without a body when asked for a path, until the next test. */
    void answerEmpty(String path) {
        api.expect().get().withPath(path).andReturn(200, "").always();
    }

    /** Lets the API server not answer when asked for subsystems, until closed. */
    SftpInterceptor.Refusal holdApi() {
        var released = new CountDownLatch(1);
        api.expect()
                .get()
                .withPath(MANAGEMENT_CLUSTERS)
                .andReply(200, request -> {
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "{}";
                })
                .always();
        return released::countDown;
    }

    /** Answers dry runs, which the mock server takes for real; the backups and restored objects themselves it then makes. */
    private void takeDryRuns() {
        BACKUPS.forEach((plural, group) -> takeDryRuns("apis/%s/v1beta1".formatted(group), plural));
        List.of("managementclusters", "managementrestores")
                .forEach(plural -> takeDryRuns("apis/management.apiconnect.ibm.com/v1beta1", plural));
        List.of("portalclusters", "portalrestores")
                .forEach(plural -> takeDryRuns("apis/portal.apiconnect.ibm.com/v1beta1", plural));
        List.of("secrets", "configmaps").forEach(plural -> takeDryRuns("api/v1", plural));
    }

    private void takeDryRuns(String groupVersion, String plural) {
        api.expect()
                .post()
                .withPath("/%s/namespaces/%s/%s?dryRun=All".formatted(groupVersion, NAMESPACE, plural))
                .andReturn(201, Map.of())
                .always();
    }

    /** A healthy and complete subsystem in {@link #NAMESPACE}. */
    public SampleSubsystem subsystem() {
        return subsystem(NAMESPACE);
    }

    public SampleSubsystem subsystem(String namespace) {
        return SampleSubsystem.release1001(client, namespace);
    }

    /** The same with a portal. */
    public SampleSubsystem subsystemWithPortal() {
        return SampleSubsystem.release1005WithPortal(client, NAMESPACE);
    }

    /** Has the operator of the backups in {@link #NAMESPACE} say of all of a kind how far they are. */
    void setPhases(String plural, String phase) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(BACKUPS.get(plural))
                .withVersion("v1beta1")
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        var resources = client.genericKubernetesResources(context).inNamespace(NAMESPACE);
        resources.list().getItems().forEach(resource -> {
            resource.setAdditionalProperty("status", Map.of("phase", phase));
            resources.resource(resource).updateStatus();
        });
    }

    SftpInterceptor.Hold holdRename() {
        return sftpInterceptor.hold();
    }

    /** Holds up whoever opens a file of the store. */
    SftpInterceptor.Hold holdOpen(String fileName) {
        return sftpInterceptor.holdOpen(fileName);
    }

    /** Lets nobody open a file of the store until closed. */
    SftpInterceptor.Refusal refuseToOpen(String fileName) {
        return sftpInterceptor.refuseToOpen(fileName);
    }

    /** Calls a listener with each file of the store after it was opened, until the next test. */
    void afterOpening(Consumer<Path> listener) {
        sftpInterceptor.afterOpening(listener);
    }

    /** How many files and folders the service has open on the store. */
    int openHandles() {
        return sftpInterceptor.openHandles();
    }

    /** Lets nothing be removed from the store until closed. */
    SftpInterceptor.Refusal refuseRemovals() {
        return sftpInterceptor.refuseRemovals();
    }

    public void stopStore() {
        sftp.stop();
    }

    /** Comes back, and waits until the service has noticed: it does not try all the time. */
    public void resumeStore() {
        sftp.resume();
        await().atMost(LONGEST_PAUSE)
                .until(() -> given().header("Cache-Control", "no-cache")
                                .get("/api/v1/bundles")
                                .statusCode()
                        != 503);
    }

    /** The folder of the bundles of a namespace's cluster. */
    Path folder(String namespace) {
        return sftp.root().resolve(SITE).resolve(namespace).resolve("management");
    }

    Path file(String id) {
        return folder(NAMESPACE).resolve(id + ".tar");
    }

    /** Puts a file where only bundles should be. */
    public Path plant(String fileName, byte[] content) {
        try {
            Files.createDirectories(folder(NAMESPACE));
            return Files.write(folder(NAMESPACE).resolve(fileName), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a name where verdicts are remembered. */
    void plantVerdict(String name) {
        try {
            Files.createDirectories(folder(NAMESPACE).resolve(".verified"));
            Files.createFile(folder(NAMESPACE).resolve(".verified").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a folder as if a cluster of that namespace had been captured. */
    void plantFolder(String namespace) {
        try {
            Files.createDirectories(folder(namespace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file on the store. */
    public List<String> files() {
        try (var paths = Files.walk(sftp.root())) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> sftp.root().relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        api.destroy();
        sftp.close();
    }
}
