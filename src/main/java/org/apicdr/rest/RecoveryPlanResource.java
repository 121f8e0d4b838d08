package org.apicdr.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleService;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.recovery.plan.RecoveryPlan;
import org.apicdr.recovery.plan.RecoveryPlanService;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Shows what a recovery from a bundle would do, and what the target namespace already has. */
@Path("/api/v1/bundles/{id}/recovery-plan")
@Tag(name = "bundles")
class RecoveryPlanResource {

    private final RecoveryPlanService recoveryPlanService;
    private final BundleService bundleService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    RecoveryPlanResource(
            RecoveryPlanService recoveryPlanService,
            BundleService bundleService,
            AccessControl accessControl,
            DeadlineFactory deadlineFactory) {
        this.recoveryPlanService = recoveryPlanService;
        this.bundleService = bundleService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getRecoveryPlan",
            summary = "Show the recovery plan of a bundle",
            description =
                    "Returns what a recovery from this bundle creates and restores, step by step, and compares each"
                            + " object with the target namespace: secrets and config maps by fingerprint, so the service needs no"
                            + " identity and shows no secret. What may not be read is unknown. Changes nothing. Needs the permission"
                            + " in the namespace of the bundle and in the target namespace.")
    @APIResponse(responseCode = "200", description = "The plan")
    public RecoveryPlan plan(
            @RestPath BundleId id,
            @Parameter(
                            description =
                                    "Namespace to which the ManagementCluster would be recovered, with all that shared"
                                            + " its namespace; default: the namespace of the capture",
                            schema =
                                    @Schema(
                                            type = STRING,
                                            pattern = SubsystemRef.NAMESPACE_PATTERN,
                                            examples = "apic-new"))
                    @RestQuery
                    @Nullable
                    String namespace) {
        SubsystemRef.validator(namespace, null).validate();
        var deadline = deadlineFactory.start();
        Optional<NamespaceScope> target = Optional.ofNullable(namespace)
                .map(name -> accessControl.authorizedNamespaces(Permission.GET_RECOVERY_PLAN, name, deadline));
        var scope = accessControl.scopeOfBundle(Permission.GET_RECOVERY_PLAN, null, id.value(), deadline);
        var bundle = bundleService.get(new SubsystemQuery(null, null, scope), id, deadline);
        accessControl.recordAuditTarget(bundle.bundle().folder().namespace(), id.value());
        return recoveryPlanService.plan(
                bundle,
                namespace,
                name -> scope.allows(name)
                        || target.filter(allowed -> allowed.allows(name)).isPresent(),
                deadline);
    }
}
