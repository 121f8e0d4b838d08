package org.apicdr.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A control of the Pod Security Standard "restricted", baseline's among them, for pods of one container.
 *
 * @param name as the standard has it
 * @param met whether a pod meets it
 * @param breach of a pod, in YAML, what it is against
 */
record RestrictedControl(String name, Predicate<JsonNode> met, String breach) {

    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    static List<RestrictedControl> all() {
        return List.of(
                new RestrictedControl(
                        "HostProcess",
                        pod -> !contexts(pod).toString().contains("windowsOptions"),
                        "securityContext: {windowsOptions: {}}"),
                new RestrictedControl(
                        "Host Namespaces",
                        pod -> Stream.of("hostNetwork", "hostPID", "hostIPC").noneMatch(pod::has),
                        "hostNetwork: true"),
                new RestrictedControl(
                        "Privileged Containers",
                        pod -> !container(pod).path("privileged").asBoolean(),
                        "containers: [{securityContext: {privileged: true}}]"),
                new RestrictedControl(
                        "Capabilities",
                        pod -> container(pod).at("/capabilities").toString().equals("{\"drop\":[\"ALL\"]}"),
                        "containers: [{securityContext: {capabilities: {drop: [ALL], add: [SYS_TIME]}}}]"),
                new RestrictedControl(
                        "Volume Types",
                        pod -> elements(pod.path("volumes")).allMatch(RestrictedControl::isOfItsOwn),
                        "volumes: [{name: host, hostPath: {path: /}}]"),
                new RestrictedControl(
                        "Host Ports",
                        pod -> elements(pod.at("/containers/0/ports")).noneMatch(port -> port.has("hostPort")),
                        "containers: [{ports: [{containerPort: 8080, hostPort: 80}]}]"),
                new RestrictedControl(
                        "SELinux",
                        pod -> !contexts(pod).toString().contains("seLinuxOptions"),
                        "securityContext: {seLinuxOptions: {user: a}}"),
                new RestrictedControl(
                        "/proc Mount Type",
                        pod -> !container(pod).has("procMount"),
                        "containers: [{securityContext: {procMount: Unmasked}}]"),
                new RestrictedControl(
                        "Seccomp",
                        pod -> pod.at("/securityContext/seccompProfile/type")
                                .asText()
                                .equals("RuntimeDefault"),
                        "securityContext: {seccompProfile: {type: Unconfined}}"),
                new RestrictedControl(
                        "Sysctls",
                        pod -> !pod.path("securityContext").has("sysctls"),
                        "securityContext: {sysctls: [{name: a, value: b}]}"),
                new RestrictedControl(
                        "Privilege Escalation",
                        pod -> container(pod)
                                .path("allowPrivilegeEscalation")
                                .toString()
                                .equals("false"),
                        "containers: [{securityContext: {}}]"),
                new RestrictedControl(
                        "Running as Non-root",
                        pod -> pod.at("/securityContext/runAsNonRoot").asBoolean(),
                        "securityContext: {}"),
                new RestrictedControl(
                        "Running as Non-root user",
                        pod -> contexts(pod).stream()
                                .allMatch(context -> context.path("runAsUser").asInt(1) != 0),
                        "securityContext: {runAsUser: 0}"));
    }

    boolean isMetBy(JsonNode pod) {
        return met.test(pod);
    }

    @Override
    public String toString() {
        return name;
    }

    private static boolean isOfItsOwn(JsonNode volume) {
        return volume.properties().stream()
                .allMatch(field -> field.getKey().equals("name") || VOLUMES.contains(field.getKey()));
    }

    private static JsonNode container(JsonNode pod) {
        return pod.at("/containers/0/securityContext");
    }

    private static List<JsonNode> contexts(JsonNode pod) {
        return List.of(pod.path("securityContext"), container(pod));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
