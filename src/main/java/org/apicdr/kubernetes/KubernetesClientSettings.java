package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.Utils;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apicdr.core.ConfigValidator;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which the Kubernetes client finds the API server: a kubeconfig or a service account, and a proxy. The
 * client ignores some invalid ones, and fails on others only with its first request.
 */
@Singleton
class KubernetesClientSettings implements ConfigValidator {

    private static final String QUARKUS = "quarkus.kubernetes-client.";

    private static final String FALSE = "false";

    private static final Set<String> PROXY_SCHEMES = Set.of("http", "https", "socks4", "socks5");

    private static final int MAX_PORT = 65_535;

    private final Function<String, Optional<String>> settings;

    @Inject
    KubernetesClientSettings(org.eclipse.microprofile.config.Config config) {
        this(name -> name.startsWith(QUARKUS)
                ? config.getOptionalValue(name, String.class)
                : Optional.ofNullable(Utils.getSystemPropertyOrEnvVar(name)));
    }

    /**
     * Creates settings from a lookup.
     *
     * @param settings returns the value of a property of Quarkus, or of a system property or variable of the client
     */
    KubernetesClientSettings(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    /** Returns the file that contains the token of the current user in the kubeconfig, if the kubeconfig names one. */
    Optional<Path> tokenFile() {
        return kubeconfig(new ArrayList<>()).flatMap(Kubeconfig::tokenFile);
    }

    /** Returns the token in a file. The file may be replaced while the service runs. */
    static String readToken(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new KubernetesClientException("the token file %s cannot be read".formatted(file));
        }
    }

    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        var kubeconfig = kubeconfig(violations);
        var server =
                first(QUARKUS + "api-server-url", QUARKUS + "master-url", Config.KUBERNETES_MASTER_SYSTEM_PROPERTY);
        if (violations.isEmpty()) {
            kubeconfig.ifPresentOrElse(
                    file -> file.check(server.isPresent(), violations), () -> checkServiceAccount(violations));
        }
        var plain = server.or(() -> kubeconfig.flatMap(Kubeconfig::server))
                .filter(url -> url.startsWith(Config.HTTP_PROTOCOL_PREFIX))
                .isPresent();
        checkProxy(plain ? "http" : "https", violations);
        return violations;
    }

    private Optional<Kubeconfig> kubeconfig(List<String> violations) {
        var property = settings.apply(QUARKUS + "kubeconfig-file");
        if (property.isPresent()) {
            return read(QUARKUS + "kubeconfig-file", List.of(property.get()), violations);
        }
        if (settings.apply(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY).equals(Optional.of(FALSE))) {
            return Optional.empty();
        }
        var variable = settings.apply(Config.KUBERNETES_KUBECONFIG_FILE);
        return variable.isPresent()
                ? read("KUBECONFIG", List.of(variable.get().split(File.pathSeparator)), violations)
                : read(null, Config.getKubeconfigFilenames(), violations);
    }

    /**
     * Reads the files that exist, as the client does.
     *
     * @param setting the setting that names the files; null for the file in the home directory, which need not exist
     */
    private static Optional<Kubeconfig> read(
            @Nullable String setting, Collection<String> names, List<String> violations) {
        var files = new ArrayList<ParsedFile>();
        for (var name : names) {
            var file = new File(name);
            if (file.length() > 0 && file.isFile()) {
                try {
                    files.add(new ParsedFile(file.toPath(), KubeConfigUtils.parseConfig(file)));
                } catch (RuntimeException e) {
                    // Its message may quote a token.
                    violations.add(
                            ("%s: %s is not a kubeconfig, or this process may not read it. More is said by: kubectl config"
                                            + " view --kubeconfig=%s")
                                    .formatted(Objects.requireNonNullElse(setting, name), name, name));
                }
            }
        }
        if (!files.isEmpty()) {
            return Optional.of(new Kubeconfig(Objects.requireNonNullElse(setting, String.join(":", names)), files));
        }
        if (setting != null && violations.isEmpty()) {
            violations.add(
                    "%s: there is no file %s, or it is empty. Name a kubeconfig, or remove the setting to use the"
                                    .formatted(setting, String.join(" or ", names))
                            + " service account of the pod.");
        }
        return Optional.empty();
    }

    private void checkServiceAccount(List<String> violations) {
        var setting = Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY;
        var file = settings.apply(setting)
                .map(Path::of)
                .or(() -> Optional.of(Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH))
                        .filter(Files::exists));
        boolean used = !settings.apply(Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY)
                .equals(Optional.of(FALSE));
        file.filter(path -> used)
                .ifPresent(path -> checkToken(variable(setting), "the service account", path, violations));
    }

    private static void checkToken(String setting, String owner, Path file, List<String> violations) {
        try {
            if (Files.readString(file).isBlank()) {
                violations.add("%s: the token file %s of %s is empty.".formatted(setting, file, owner));
            }
        } catch (IOException e) {
            violations.add("%s: the token file %s of %s does not exist, or this process may not read it."
                    .formatted(setting, file, owner));
        }
    }

    private void checkProxy(String protocol, List<String> violations) {
        var names = List.of(QUARKUS + protocol + "-proxy", protocol + ".proxy", Config.KUBERNETES_ALL_PROXY);
        names.stream()
                .filter(name -> settings.apply(name).isPresent())
                .findFirst()
                .filter(name -> !isProxy(settings.apply(name).orElseThrow()))
                .map(name -> name.startsWith(QUARKUS) ? name : variable(name))
                .map(
                        "%s: must be the address of a proxy with its port, such as http://proxy.example.com:3128."
                                ::formatted)
                .ifPresent(violations::add);
    }

    /** Returns whether the client accepts the address of a proxy, which may contain a password. */
    private static boolean isProxy(String address) {
        try {
            var uri = new URI(address.contains("://") ? address : Config.HTTP_PROTOCOL_PREFIX + address);
            return PROXY_SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPort() <= MAX_PORT;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Optional<String> first(String... names) {
        return Stream.of(names).map(settings).flatMap(Optional::stream).findFirst();
    }

    private static String variable(String property) {
        return Utils.convertSystemPropertyNameToEnvVar(property);
    }

    private record ParsedFile(Path path, io.fabric8.kubernetes.api.model.Config content) {}

    /**
     * The files of a kubeconfig. The first that defines a context, a cluster or a user takes precedence.
     *
     * @param setting the setting that names the files, for messages
     */
    private record Kubeconfig(String setting, List<ParsedFile> files) {

        void check(boolean serverIsSet, List<String> violations) {
            var current = context();
            if (current.isEmpty()) {
                if (!serverIsSet) {
                    violations.add(setting + ": the kubeconfig has no current-context, or does not define that context."
                            + " Select one by: kubectl config use-context NAME");
                }
                return;
            }
            var context = current.get();
            if (!serverIsSet && server().isEmpty()) {
                violations.add(
                        missing(context, "cluster", context.getContext().getCluster(), " or which has no server"));
            }
            var user = context.getContext().getUser();
            if (Utils.isNotNullOrEmpty(user) && fileWithUser(user).isEmpty()) {
                violations.add(missing(context, "user", user, ""));
            }
            tokenFile().ifPresent(file -> checkToken(setting, "user " + user, file, violations));
        }

        /** Returns the address of the API server, or empty without a usable context. */
        Optional<String> server() {
            return context()
                    .map(context -> context.getContext().getCluster())
                    .flatMap(name -> files.stream()
                            .flatMap(file -> list(file.content().getClusters()).stream())
                            .filter(cluster -> name.equals(cluster.getName()))
                            .findFirst())
                    .map(NamedCluster::getCluster)
                    .map(Cluster::getServer);
        }

        Optional<Path> tokenFile() {
            var user = context().map(context -> context.getContext().getUser());
            return user.flatMap(this::fileWithUser)
                    .flatMap(file -> user(file, user.orElseThrow())
                            .map(NamedAuthInfo::getUser)
                            .map(AuthInfo::getTokenFile)
                            .map(token -> file.path().toAbsolutePath().resolveSibling(token)));
        }

        private Optional<NamedContext> context() {
            var defined = files.stream()
                    .flatMap(file -> list(file.content().getContexts()).stream())
                    .toList();
            return files.stream()
                    .map(file -> file.content().getCurrentContext())
                    .filter(Utils::isNotNullOrEmpty)
                    .flatMap(name -> defined.stream().filter(context -> name.equals(context.getName())))
                    .findFirst()
                    .filter(context -> context.getContext() != null);
        }

        private Optional<ParsedFile> fileWithUser(String name) {
            return files.stream().filter(file -> user(file, name).isPresent()).findFirst();
        }

        private static Optional<NamedAuthInfo> user(ParsedFile file, String name) {
            return list(file.content().getUsers()).stream()
                    .filter(user -> name.equals(user.getName()))
                    .findFirst();
        }

        /** Returns an empty list for one that kubectl wrote as null because it has no element. */
        private static <T> List<T> list(@Nullable List<T> values) {
            return values == null ? List.of() : values;
        }

        private String missing(NamedContext context, String kind, String name, String more) {
            return "%s: the context %s names the %s %s, which the kubeconfig does not define%s. Correct the context."
                    .formatted(setting, context.getName(), kind, name, more);
        }
    }
}
