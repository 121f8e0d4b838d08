package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys are swapped by the commands of docs/key-rotation.md under a service that runs on, and public tools say what became of it. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("docs")
class RotationIT {

    private static final MarkdownFile PAGE = MarkdownFile.read("docs/key-rotation.md");
    private static final String CHAPTER = "Signing key, recipients and identity";

    private static final String OUTCOMES = "checks.findAll { it.level == '%s' }.outcome";
    private static final String DETAILS = "checks.findAll { it.level == '%s' }.detail.join(' ')";

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final OperatorShell shell;
    private final MountedSecret mounted;
    private final RunningService service;
    private final ApiClient apiClient;

    RotationIT(KubeApi api) throws IOException {
        Command.require("kubectl", "curl", "age", "ssh-keygen");
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("rotated"));
        var namespace = subsystem.namespace();
        var examples =
                Map.of("-n apic ", "-n %s ".formatted(namespace), "prod-dc1/*", IntegrationEnvironment.SITE + "/*");
        this.shell = OperatorShell.in(parts.folder(), api, examples);
        this.mounted = new MountedSecret(
                api,
                namespace,
                "apic-dr-seal",
                Files.createDirectory(parts.folder().resolve("seal")));
        shell.types("kubectl -n apic create secret generic apic-dr-seal");
        makeKeys();
        this.service = start();
        this.apiClient = new ApiClient(service);
    }

    @BeforeEach
    void startWithNewKeysAndNoBundles() throws IOException {
        shell.types("rm -f *");
        makeKeys();
        if (Files.exists(parts.store(subsystem))) {
            shell.types("find %s -type f -delete".formatted(parts.store(subsystem)));
        }
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void a_new_signing_key_never_means_drift_and_former_bundles_stay_authentic() {
        var old = apiClient.captures(subsystem);
        var formerSigner = signer();

        shell.types(block("cat signing-key"));
        putInPlace();

        assertThat(signer()).isNotEqualTo(formerSigner);
        apiClient
                .get("/api/v1/bundles/" + old)
                .then()
                .body("signature.outcome", is("pass"))
                .body("signature.signer", is(formerSigner));
        apiClient.verify(subsystem, old).then().body("verdict", is("pass"));
        shell.types("API=%s/api/v1%n%s".formatted(service.address(), block("/trust")));
        String next = apiClient
                .latest(subsystem)
                .then()
                .body("manifest.previous.id", is(old))
                .body("signature.signer", is(signer()))
                .extract()
                .path("id");
        assertThat(verifiesByHand(next)).contains("Good \"apic-dr\" signature");
        apiClient
                .capture(subsystem, Map.of("onlyIfChanged", true))
                .then()
                .statusCode(200)
                .body("id", is(next));
    }

    @Test
    void without_the_former_key_a_bundle_is_compared_by_what_is_in_it_or_not_at_all() {
        var old = apiClient.captures(subsystem);
        shell.types(block("cat signing-key"));
        shell.types(": > former-signing-keys");
        putInPlace();

        apiClient
                .verify(subsystem, old, "current")
                .then()
                .body("verdict", is("pass"))
                .body(OUTCOMES.formatted("current"), hasItem("pass"));

        shell.types("age-keygen -o another.txt && mv another.txt online.txt");
        putInPlace();
        apiClient
                .verify(subsystem, old, "current")
                .then()
                .body("verdict", is("warn"))
                .body(OUTCOMES.formatted("current"), is(List.of("skipped")))
                .body(DETAILS.formatted("current"), containsString("apic-dr.seal.former-signing-key-files"));
    }

    @Test
    void an_unknown_signer_is_told_by_its_fingerprint_and_allowed_by_the_line_that_is_given() {
        var old = apiClient.captures(subsystem);
        var fingerprint = SshKeygen.fingerprint(shell.folder().resolve("signing-key.pub"));
        shell.types(block("cat signing-key"));
        shell.types(": > allowed_signers");
        putInPlace();

        String detail = apiClient
                .verify(subsystem, old, "authentic")
                .then()
                .body("verdict", is("fail"))
                .body(DETAILS.formatted("authentic"), containsString("Signer %s is not known".formatted(fingerprint)))
                .extract()
                .path("checks.find { it.id == 'signer' }.detail");
        write("allowed_signers", detail.substring(detail.indexOf(IntegrationEnvironment.SITE)) + "\n");
        putInPlace();

        apiClient.verify(subsystem, old, "authentic").then().body("verdict", is("pass"));
        write(
                "allowed_signers",
                read("allowed_signers").replace("namespaces", "valid-before=\"20200101Z\",namespaces"));
        putInPlace();
        apiClient
                .verify(subsystem, old, "authentic")
                .then()
                .body("verdict", is("fail"))
                .body(DETAILS.formatted("authentic"), containsString("was allowed until 2020-01-01T00:00:00Z"));
    }

    @Test
    void a_resealed_bundle_opens_for_the_new_recipient_and_no_more_for_the_former() throws IOException {
        var old = apiClient.captures(subsystem);
        var removed = shell.types("age-keygen -y offline.txt").strip();
        shell.types("REMOVED=%s%n%s".formatted(removed, block("REMOVED")));
        shell.types(block("cat signing-key"));
        putInPlace();

        var answer = shell.types("API=%s/api/v1%nID=%s%n%s".formatted(service.address(), old, block("reseals")));

        String id = JsonPath.from(answer).get("id");
        assertThat(id).isNotEqualTo(old);
        assertThat(verifiesByHand(id)).contains("Good \"apic-dr\" signature for " + principal());
        assertThat(Files.readString(opened(id).resolve("RECOVERY.md")))
                .contains("Bundle `%s`".formatted(id), "It is bundle `%s`, re-sealed".formatted(old))
                .contains("BUNDLE=\"$PWD/%s.tar\"".formatted(id))
                .contains("Recovery points at the time of the capture");
        assertThat(ages(id, "newcomer.txt").exit()).isZero();
        assertThat(ages(id, "offline.txt").stderr()).contains("no identity matched any of the recipients");
        assertThat(ages(old, "offline.txt").exit()).isZero();
        assertThat(opened(id).resolve("newcomer.txt.tar.gz"))
                .hasSameBinaryContentAs(opened(old).resolve("offline.txt.tar.gz"));
        assertThat(guideOfContent(id)).isEqualTo(guideOfContent(old));
        apiClient.verify(subsystem, id).then().body("verdict", is("pass"));
        apiClient
                .capture(subsystem, Map.of("onlyIfChanged", true))
                .then()
                .statusCode(200)
                .body("id", is(id));
    }

    @Test
    void a_new_identity_opens_nothing_old_until_the_former_one_is_put_beside_it() {
        var old = apiClient.captures(subsystem);
        shell.types("cp online.txt former.txt");
        shell.types(block("online.txt >> "));
        var both = read("online.txt");
        shell.types("head -n 3 online.txt > alone.txt && mv alone.txt online.txt");
        putInPlace();

        apiClient
                .verify(subsystem, old, "openable")
                .then()
                .body("verdict", is("warn"))
                .body(DETAILS.formatted("openable"), containsString("sealed to other recipients"));
        reseal(old, 409);
        assertThat(shell.types("age-keygen -y former.txt")).isNotEqualTo(shell.types("age-keygen -y online.txt"));

        write("online.txt", both);
        putInPlace();
        var id = reseal(old, 201);
        apiClient.verify(subsystem, id, "openable").then().body("verdict", is("pass"));
    }

    @Test
    void recipients_that_are_wrong_are_refused_by_the_name_of_their_property_and_no_bundle_is_made() {
        write("recipients", read("recipients") + read("recipients"));
        putInPlace();

        apiClient
                .capture(subsystem, Map.of())
                .then()
                .statusCode(503)
                .body("stored", is("no"))
                .body(
                        "detail",
                        allOf(
                                containsString("apic-dr.seal.recipients-file: recipient 3 is the same as recipient 1"),
                                not(containsString("AGE-SECRET-KEY"))));

        apiClient
                .asks()
                .header("Cache-Control", "no-cache")
                .get("/api/v1/bundles")
                .then()
                .body("items", is(List.of()));
    }

    private String reseal(String id, int status) {
        return apiClient
                .asks()
                .post("/api/v1/bundles/{id}/reseals", id)
                .then()
                .statusCode(status)
                .extract()
                .path("id");
    }

    private String signer() {
        return apiClient.get("/api/v1/trust").path("signer");
    }

    private String principal() {
        return "%s/%s/%s".formatted(IntegrationEnvironment.SITE, subsystem.namespace(), subsystem.name());
    }

    /** What ssh-keygen says of a bundle by the line that the service gives now. */
    private String verifiesByHand(String id) {
        write("trusted", apiClient.get("/api/v1/trust").path("allowedSigners") + "\n");
        var folder = opened(id);
        var signers = shell.folder().resolve("trusted").toString();
        return Command.feed(
                        folder,
                        folder.resolve("manifest.json"),
                        "ssh-keygen",
                        "-Y",
                        "verify",
                        "-f",
                        signers,
                        "-I",
                        principal(),
                        "-n",
                        "apic-dr",
                        "-s",
                        "manifest.json.sig")
                .stdout();
    }

    /** Decrypts a bundle's payload beside it. */
    private Command.Result ages(String id, String identity) {
        var key = shell.folder().resolve(identity).toString();
        return Command.run(opened(id), "age", "-d", "-i", key, "-o", identity + ".tar.gz", "payload.tar.gz.age");
    }

    /** The entries of a bundle, unpacked once. */
    private Path opened(String id) {
        var folder = parts.folder().resolve(id);
        if (Files.notExists(folder)) {
            var file = parts.store(subsystem).resolve(id + ".tar").toString();
            Command.run(parts.folder(), "mkdir", folder.toString());
            Command.run(folder, "tar", "-xf", file);
        }
        return folder;
    }

    /** RECOVERY.md without what tells of this very file. */
    private List<String> guideOfContent(String id) throws IOException {
        return Files.readString(opened(id).resolve("RECOVERY.md"))
                .lines()
                .filter(line -> !line.contains(id) && !line.contains("re-sealed"))
                .toList();
    }

    private String read(String file) {
        try {
            return Files.readString(shell.folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(
                    shell.folder().resolve(file),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page's one block of commands that has this in it. */
    private static String block(String part) {
        var blocks = PAGE.texts(CHAPTER, "sh").stream()
                .filter(block -> block.contains(part))
                .toList();
        assertThat(blocks).as(part).hasSize(1);
        return blocks.get(0);
    }

    private void makeKeys() {
        shell.types(ClusterDeployment.commands("age-keygen -o").lines().limit(2).reduce("", (a, b) -> a + b + "\n"));
        shell.types(block("touch"));
        putInPlace();
    }

    private void putInPlace() {
        shell.types(block("kubectl"));
        mounted.sync();
    }

    private RunningService start() {
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.remove("apic-dr.seal.recipients");
        properties.put(
                "apic-dr.seal.recipients-file", mounted.file("recipients").toString());
        properties.put(
                "apic-dr.seal.signing-key-file", mounted.file("signing-key").toString());
        properties.put("apic-dr.seal.identity-file", mounted.file("identity").toString());
        properties.put(
                "apic-dr.seal.allowed-signers-file",
                mounted.file("allowed_signers").toString());
        properties.put(
                "apic-dr.seal.former-signing-key-files",
                mounted.file("former-signing-keys").toString());
        return RunningService.start(parts.folder(), properties);
    }
}
