package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class KubernetesClientSettingsTest {

    private static final String CONTEXT =
            "current-context: dr\ncontexts: [{name: dr, context: {cluster: c, user: u}}]\n";

    private static final String CLUSTER = "clusters: [{name: c, cluster: {server: 'https://api.example.com:6443'}}]\n";

    private static final String USER = "users: [{name: u, user: {token: top-secret}}]\n";

    @TempDir
    private Path folder;

    @Test
    void finds_nothing_wrong_with_a_usable_kubeconfig() throws IOException {
        assertThat(violations(kubeconfig(CONTEXT + CLUSTER + USER))).isEmpty();
        assertThat(violations(kubeconfig(CONTEXT.replace(", user: u", "") + CLUSTER)))
                .isEmpty();
    }

    @Test
    void reads_a_kubeconfig_of_several_files_as_the_client_does() throws IOException {
        var first = Files.writeString(folder.resolve("first"), CONTEXT);
        var second = Files.writeString(folder.resolve("second"), "current-context: other\n" + CLUSTER + USER);

        assertThat(violations(Map.of("kubeconfig", "%s:%s/none:%s".formatted(first, folder, second))))
                .isEmpty();
        assertThat(violations(Map.of("kubeconfig", first.toString()))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a: {{ [", "hello", "- a", "users:\n- name: u\n  user:\n    token: top-secret: x", "# none\n"})
    void names_a_file_that_is_no_kubeconfig_without_quoting_it(String text) throws IOException {
        assertThat(violations(kubeconfig(text)))
                .containsExactly(
                        ("KUBECONFIG: %1$s is not a kubeconfig, or this process may not read it. More is said by:"
                                        + " kubectl config view --kubeconfig=%1$s")
                                .formatted(folder.resolve("kubeconfig")));
    }

    @Test
    void names_a_setting_that_names_no_file() {
        var missing = folder.resolve("none").toString();

        assertThat(violations(Map.of("kubeconfig", missing)))
                .containsExactly(
                        "KUBECONFIG: there is no file %s, or it is empty. Name a kubeconfig, or remove the setting"
                                        .formatted(missing)
                                + " to use the service account of the pod.");
        assertThat(violations(Map.of("quarkus.kubernetes-client.kubeconfig-file", missing)))
                .singleElement()
                .asString()
                .startsWith("quarkus.kubernetes-client.kubeconfig-file: there is no file");
        assertThat(violations(Map.of("kubeconfig", missing, "kubernetes.auth.tryKubeConfig", "false")))
                .isEmpty();
    }

    @Test
    void names_what_the_current_context_lacks() throws IOException {
        var none = "KUBECONFIG: the kubeconfig has no current-context, or does not define that context. Select one by:"
                + " kubectl config use-context NAME";

        assertThat(violations(kubeconfig("kind: Config"))).containsExactly(none);
        assertThat(violations(kubeconfig(CONTEXT.replace("name: dr", "name: other"))))
                .containsExactly(none);
        assertThat(violations(kubeconfig(CONTEXT)))
                .containsExactly(
                        "KUBECONFIG: the context dr names the cluster c, which the kubeconfig does not define or which has"
                                + " no server. Correct the context.",
                        "KUBECONFIG: the context dr names the user u, which the kubeconfig does not define. Correct the"
                                + " context.");
        assertThat(violations(kubeconfig(CONTEXT + USER + CLUSTER.replace("server", "other"))))
                .hasSize(1);
    }

    @Test
    void asks_for_no_context_if_the_api_server_is_set_otherwise() throws IOException {
        var properties = kubeconfig("kind: Config");
        properties.put("kubernetes.master", "https://127.0.0.1:1");

        assertThat(violations(properties)).isEmpty();
    }

    @Test
    void takes_the_token_from_the_file_that_the_kubeconfig_names() throws IOException {
        var settings = settings(kubeconfig(CONTEXT + CLUSTER + "users: [{name: u, user: {tokenFile: token}}]"));
        var file = folder.resolve("token");

        assertThat(settings.violations())
                .containsExactly(
                        "KUBECONFIG: the token file %s of user u does not exist, or this process may not read it."
                                .formatted(file));
        Files.writeString(file, "\n");
        assertThat(settings.violations())
                .containsExactly("KUBECONFIG: the token file %s of user u is empty.".formatted(file));
        Files.writeString(file, "of today\n");
        assertThat(settings.violations()).isEmpty();
        var config = new ConfigBuilder(Config.empty()).build();
        new KubernetesClientCustomizer(settings).customize(config);
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("of today");
        Files.writeString(file, "of tomorrow\n");
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("of tomorrow");
        var explicit =
                new ConfigBuilder(Config.empty()).withOauthToken("explicit").build();
        new KubernetesClientCustomizer(settings).customize(explicit);
        assertThat(explicit.getOauthTokenProvider()).isNull();
    }

    @Test
    void requires_the_token_of_the_service_account() throws IOException {
        var token = folder.resolve("token");
        var properties = Map.of(
                "kubernetes.auth.tryKubeConfig", "false", "kubernetes.auth.serviceAccount.token", token.toString());

        assertThat(violations(properties))
                .containsExactly(
                        ("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN: the token file %s of the service account does not"
                                        + " exist, or this process may not read it.")
                                .formatted(token));
        Files.createFile(token);
        assertThat(violations(properties)).singleElement().asString().endsWith(" is empty.");
        Files.writeString(token, "top-secret");
        assertThat(violations(properties)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noturl",
                "http://proxy.example.com",
                "http://u:top-secret@pro xy:3128",
                "http://my_proxy:3128",
                "ftp://proxy.example.com:3128",
                "http://proxy.example.com:99999",
                "://:1"
            })
    void names_a_proxy_that_the_client_cannot_use_without_quoting_it(String proxy) {
        assertThat(violations(without(Map.of("https.proxy", proxy))))
                .containsExactly("HTTPS_PROXY: must be the address of a proxy with its port, such as"
                        + " http://proxy.example.com:3128.");
        assertThat(violations(without(Map.of("http.proxy", proxy)))).isEmpty();
        assertThat(violations(without(Map.of("http.proxy", proxy, "kubernetes.master", "http://127.0.0.1:1"))))
                .hasSize(1);
        assertThat(violations(without(Map.of("all.proxy", proxy))))
                .singleElement()
                .asString()
                .startsWith("ALL_PROXY: ");
        assertThat(violations(without(Map.of("quarkus.kubernetes-client.https-proxy", proxy))))
                .singleElement()
                .asString()
                .startsWith("quarkus.kubernetes-client.https-proxy: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example.com:3128",
                "http://proxy.example.com:3128",
                "http://u:p@10.0.0.1:3128",
                "socks5://[fd00::1]:1080",
                "https://proxy.example.com:3128/"
            })
    void accepts_every_proxy_that_the_client_can_use(String proxy) {
        assertThat(violations(without(Map.of("https.proxy", proxy)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.svc.cluster.local:443 | *.svc.cluster.local,.example.com | false",
                "https://api.example.com:6443      | *.svc.cluster.local,.example.com | true",
                "https://api.example.com:6443      | *                                | false",
                "https://10.0.0.7:6443             | 10.0.0.*                         | false",
                "https://110.0.0.7:6443            | 10.0.0.*                         | true",
                "https://[fd00::1]:6443            | [fd00::1]                        | false",
                "https://[fd00::2]:6443            | [fd00::1]                        | true",
                "https://api.example.com:6443      | my_host,,other                   | true",
            })
    void matches_the_entries_of_no_proxy_that_the_client_rejects(String server, String noProxy, boolean proxied) {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server)
                .withHttpsProxy("http://proxy.example.com:3128")
                .withNoProxy(noProxy.split(","))
                .build();

        KubernetesClientCustomizer.applyNoProxy(config);

        assertThat(config.getHttpsProxy() != null).isEqualTo(proxied);
        assertThat(config.getNoProxy())
                .doesNotContain("")
                .noneMatch(entry -> entry.contains("*") || entry.contains("_") || entry.contains("["));
    }

    /** Properties without a kubeconfig, whatever the home directory has. */
    private static Map<String, String> without(Map<String, String> properties) {
        var all = new HashMap<>(properties);
        all.put("kubernetes.auth.tryKubeConfig", "false");
        return all;
    }

    private Map<String, String> kubeconfig(String text) throws IOException {
        var file = Files.writeString(folder.resolve("kubeconfig"), text);
        return new HashMap<>(Map.of("kubeconfig", file.toString()));
    }

    private static List<String> violations(Map<String, String> properties) {
        return settings(properties).violations();
    }

    private static KubernetesClientSettings settings(Map<String, String> properties) {
        return new KubernetesClientSettings(name -> Optional.ofNullable(properties.get(name)));
    }
}
