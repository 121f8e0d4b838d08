package org.apicdr.e2e;

import java.util.List;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A service on real parts that sees one healthy subsystem. */
record OperatedService(IntegrationEnvironment parts, SampleSubsystem subsystem, Callers callers, RunningService service)
        implements AutoCloseable {

    static OperatedService start(KubeApi api, String accessMode) {
        var parts = IntegrationEnvironment.start(api);
        var subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("operated"));
        var callers = Callers.in(api);
        callers.bind("admin", "admin", subsystem.namespace());
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.access.mode", accessMode);
        return new OperatedService(parts, subsystem, callers, RunningService.start(parts.folder(), properties));
    }

    @Override
    public void close() {
        service.close();
        parts.close();
    }

    /** Provides a service whose callers need a token. All test classes of a run share it. */
    static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == OperatedService.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(OperatedService.class))
                    .computeIfAbsent(
                            OperatedService.class, key -> start(KubeApi.shared(), "kubernetes"), OperatedService.class);
        }
    }
}
