package org.apicdr.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Takes backups of a sample subsystem as API Connect's operator and its portal would: a resource with its status, and a
 * file on an SFTP server. Their ids are in UTC.
 *
 * @param subsystem whose backups they are
 * @param server where the files go
 */
public record FakeBackups(SampleSubsystem subsystem, OpenSshServer server) {

    private static final String MANAGEMENT = "management.apiconnect.ibm.com/v1beta1";
    private static final String PORTAL = "portal.apiconnect.ibm.com/v1beta1";
    private static final String EDB = "postgresql.k8s.enterprisedb.io/v1";

    private static final String SITE = "portal.apic.example.com@acme@sandbox-";

    /** Has the subsystem, and its portal where there is one, keep their backups on a server, and log in there by key. */
    public static FakeBackups at(SampleSubsystem subsystem, OpenSshServer server) {
        var played = new FakeBackups(subsystem, server);
        subsystem.setSpec(spec -> played.move(spec, "databaseBackup", "mgmt"));
        played.login(subsystem.secrets().backup());
        played.portal().ifPresent(portal -> {
            played.move(SampleResources.spec(portal), "portalBackup", "portal");
            subsystem.client().resource(portal).update();
            played.login("portal-backup-secret");
        });
        return played;
    }

    /** Takes a full database backup; its id. */
    public String database(Instant begun) {
        return usesEdb() ? edb(begun) : crunchy(begun);
    }

    /** Takes a backup of the portal's system and of its one site; its id. */
    public String portal(Instant begun) {
        var id = time("yyyyMMdd.HHmmss", begun);
        for (var file : List.of(SITE + id + ".tar.gz", "_portal_system_backup-" + id + ".tar.gz")) {
            write(folder("portal").resolve(file));
            var type = file.startsWith(SITE) ? "site" : "system";
            create(
                    PORTAL,
                    "PortalBackup",
                    "portal-%s-%s".formatted(type, id),
                    Map.of("type", type, "portalCluster", "portal", "crType", "record"),
                    status(Map.<String, Object>of(
                            "id", "", "backupId", id, "fullBackupName", file, "message", "", "commentLeft", "")));
        }
        return id;
    }

    /** Forgets every backup: resources and files. */
    public void clear() {
        SampleResources.backups(subsystem.client(), subsystem.namespace()).forEach(Resource::delete);
        for (var name : List.of("mgmt", "portal")) {
            TemporaryFolder.delete(folder(name));
        }
    }

    /** Lets the last attempt at a database backup fail. */
    public void failedDatabase(Instant begun) {
        var id = database(begun);
        TemporaryFolder.delete(file(id));
        var backup = SampleResources.backups(subsystem.client(), subsystem.namespace())
                .map(Resource::get)
                .filter(resource -> String.valueOf(
                                SampleResources.status(resource).get("id"))
                        .equals(id))
                .findFirst()
                .orElseThrow();
        SampleResources.status(backup).put("phase", "Failed");
        subsystem.client().resource(backup).updateStatus();
    }

    /** Sets something in the block of the database's backups. */
    @SuppressWarnings("unchecked") // JSON has no other keys
    public void setBackupSetting(String setting, String value) {
        subsystem.setSpec(spec -> {
            var block = new LinkedHashMap<>((Map<String, Object>) requireNonNull(spec.get("databaseBackup")));
            block.put(setting, value);
            spec.put("databaseBackup", block);
        });
    }

    /** Changes the status of the portal, as only its operator would. */
    public void setPortalStatus(String key, Object value) {
        subsystem.setPortalStatus(status -> status.put(key, value));
    }

    /** Where the files of the database backups lie, or those of the portal's. */
    public Path folder(String name) {
        return mkdirs(server.root().resolve(subsystem.namespace()).resolve(name));
    }

    /** The file of a database backup of a release with ManagementBackups. */
    public Path file(String id) {
        return folder("mgmt").resolve(id + ".tgz");
    }

    private String crunchy(Instant begun) {
        var id = time("yyyyMMdd-HHmmss", begun) + "F";
        write(file(id));
        var info = Map.<String, Object>of(
                "id",
                id,
                "type",
                "full",
                "rangeStart",
                begun.getEpochSecond(),
                "rangeEnd",
                begun.getEpochSecond() + 90);
        create(
                MANAGEMENT,
                "ManagementBackup",
                "backup-" + id.toLowerCase(Locale.ROOT),
                Map.of("type", "full", "crType", "create", "clusterName", subsystem.name()),
                status(Map.<String, Object>of(
                        "id",
                        id,
                        "clusterName",
                        databaseCluster("postgres"),
                        "subsysName",
                        subsystem.name(),
                        "crType",
                        "create",
                        "info",
                        info)));
        return id;
    }

    private String edb(Instant begun) {
        var id = time("yyyyMMdd'T'HHmmss", begun);
        var serverName = databaseCluster("db") + "-2024-11-25T221339Z";
        write(folder("mgmt").resolve(serverName).resolve("base").resolve(id));
        var status = new LinkedHashMap<String, Object>();
        status.put("phase", "completed");
        status.put("backupId", id);
        status.put("serverName", serverName);
        status.put("startedAt", begun.toString());
        status.put("stoppedAt", begun.plusSeconds(90).toString());
        create(
                EDB,
                "Backup",
                "backup-" + id.toLowerCase(Locale.ROOT),
                Map.of("cluster", Map.of("name", databaseCluster("db")), "method", "barmanObjectStore"),
                status);
        return id;
    }

    private boolean usesEdb() {
        return !String.valueOf(
                        SampleResources.spec(subsystem.managementCluster()).get("version"))
                .matches("10\\.0\\.[0-6]\\..*");
    }

    private String databaseCluster(String suffix) {
        return "%s-%s-%s".formatted(subsystem.name(), subsystem.siteName(), suffix);
    }

    private void create(
            String apiVersion, String kind, String name, Map<String, Object> spec, Map<String, Object> status) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(apiVersion);
        resource.setKind(kind);
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(subsystem.namespace())
                .build());
        resource.setAdditionalProperty("spec", spec);
        var created = subsystem.client().resource(resource).create();
        created.setAdditionalProperty("status", status);
        subsystem.client().resource(created).updateStatus();
    }

    private Optional<GenericKubernetesResource> portal() {
        return SampleResources.portalClusters(subsystem.client(), subsystem.namespace()).list().getItems().stream()
                .findFirst();
    }

    private void login(String secret) {
        var secrets = subsystem.client().secrets().inNamespace(subsystem.namespace());
        var old = secrets.withName(secret).require();
        try {
            secrets.resource(new SecretBuilder(old)
                            .withData(Map.of(
                                    "username", encode(server.user().getBytes(UTF_8)),
                                    "ssh-privatekey", encode(Files.readAllBytes(server.privateKey()))))
                            .build())
                    .update();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Points a block of a spec at the server; when backups are taken stays as it was. */
    @SuppressWarnings("unchecked") // JSON has no other keys
    private void move(Map<String, Object> spec, String block, String folder) {
        var moved = new LinkedHashMap<>((Map<String, Object>) requireNonNull(spec.get(block)));
        moved.put("host", "127.0.0.1");
        moved.put("port", server.port());
        moved.put("path", folder(folder).toString());
        spec.put(block, moved);
    }

    private static Map<String, Object> status(Map<String, Object> more) {
        var status = new LinkedHashMap<String, Object>(more);
        status.put("phase", "Ready");
        status.put("conditions", List.of());
        return status;
    }

    private static String time(String pattern, Instant time) {
        return DateTimeFormatter.ofPattern(pattern)
                .withZone(ZoneOffset.UTC)
                .format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    private static void write(Path file) {
        try {
            mkdirs(requireNonNull(file.getParent()));
            Files.writeString(file, "a backup");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path mkdirs(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
