package org.apicdr.recovery.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.recovery.plan.RecoveryPlan.Step;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a recovery by the script {@code recover}. They need the variables that {@code recover help} lists, and
 * {@code BUNDLE}, the path of the bundle.
 */
final class RecoveryPlanSteps {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private RecoveryPlanSteps() {}

    /**
     * Returns the steps.
     *
     * @param namespaces the namespaces that have another name in the new cluster, each {@code old=new}
     * @param portals the portals, each {@code namespace/name}
     */
    static List<Step> steps(List<String> namespaces, List<String> portals) {
        var recover = namespaces.isEmpty()
                ? "sh recover "
                : "NAMESPACES='%s' sh recover ".formatted(String.join(" ", namespaces));
        var portalBackups = portals.stream().map(" %s=PORTAL_BACKUP"::formatted).collect(Collectors.joining());
        return List.of(
                step("check", List.of(), "sh recover check \"$BUNDLE\"", "one line that begins with OK:", null, MINUTE),
                step(
                        "isolate",
                        List.of(),
                        null,
                        "The old site is switched off, or has no network access to the backups and the gateways.",
                        null,
                        null),
                step(
                        "open",
                        List.of("check"),
                        "sh recover open \"$BUNDLE\"",
                        "one line that begins with OK:",
                        "sh recover wipe \"$BUNDLE\"",
                        MINUTE),
                step(
                        "plan",
                        List.of("open"),
                        recover + "plan \"$BUNDLE\"",
                        "Cluster: names the new cluster; no object is DIFFERENT; the last line begins with OK:",
                        null,
                        5 * MINUTE),
                step(
                        "dry-run",
                        List.of("plan"),
                        recover + "apply \"$BUNDLE\" --dry-run",
                        "the last line begins with OK:",
                        null,
                        5 * MINUTE),
                step(
                        "apply",
                        List.of("isolate", "plan"),
                        recover + "apply \"$BUNDLE\"",
                        "the last line begins with OK:",
                        "see rollback",
                        5 * MINUTE),
                step(
                        "restore",
                        List.of("apply"),
                        recover + "restore \"$BUNDLE\" DATABASE_BACKUP" + portalBackups,
                        "the last line begins with OK:",
                        "see rollback",
                        7 * HOUR),
                step(
                        "verify",
                        List.of("restore"),
                        recover + "verify \"$BUNDLE\"",
                        "the last line begins with OK:",
                        null,
                        5 * MINUTE));
    }

    static List<Step> after() {
        return List.of(
                step(
                        "gateways",
                        List.of("restore"),
                        "kubectl rollout restart statefulset -n GATEWAY_NAMESPACE GATEWAY",
                        "All pods of each gateway run again.",
                        null,
                        HOUR),
                step(
                        "health",
                        List.of("gateways"),
                        null,
                        "Users can log in to the Cloud Manager, and its topology shows every service as online.",
                        null,
                        null),
                step("backup", List.of("health"), null, "A database backup and a portal backup succeed.", null, HOUR),
                step(
                        "bundle",
                        List.of("backup"),
                        "curl -X POST \"$API/bundles\"",
                        "201: this service is installed again, and the first bundle of the new site is stored.",
                        null,
                        5 * MINUTE),
                step(
                        "rotate",
                        List.of("bundle"),
                        null,
                        "Secrets that unauthorized persons may have seen during the recovery are rotated, and a bundle is"
                                + " captured afterwards.",
                        null,
                        null));
    }

    static List<Step> rollback() {
        return List.of(
                step(
                        "delete-resources",
                        List.of(),
                        "kubectl delete -n NAMESPACE KIND NAME",
                        "The restores, then the resources of this plan are deleted from the new cluster. Backups are not.",
                        null,
                        HOUR),
                step(
                        "delete-objects",
                        List.of("delete-resources"),
                        "kubectl delete -n NAMESPACE KIND NAME",
                        "The secrets and config maps of this plan are deleted from the new cluster. Persistent volume claims"
                                + " are, too.",
                        null,
                        10 * MINUTE));
    }

    static List<Step> wipe() {
        return List.of(step(
                "wipe",
                List.of("verify"),
                "sh recover wipe \"$BUNDLE\"",
                "one line that begins with OK:; copies of the identity are removed, too",
                null,
                MINUTE));
    }

    private static Step step(
            String id,
            List<String> needs,
            @Nullable String command,
            String expect,
            @Nullable String undo,
            @Nullable Long budgetSeconds) {
        return new Step(id, needs, command, expect, undo, budgetSeconds);
    }
}
