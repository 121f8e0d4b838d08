package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/access-control.md that an administrator and a caller type. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class WhoMayCallIT {

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final String namespace;
    private final RunningService service;

    @TempDir
    private Path folder;

    WhoMayCallIT(KubeApi api) {
        Command.require("curl", "kubectl");
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        this.namespace = api.namespace("called");
        SampleSubsystem.release1001(api.client(), namespace);
        var properties = parts.properties(List.of(namespace));
        properties.put("apic-dr.access.mode", "kubernetes");
        this.service = RunningService.start(parts.folder(), properties);
    }

    @AfterEach
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void a_pipeline_lists_bundles_with_a_token_that_no_argument_shows() {
        var commands = MarkdownFile.read("docs/access-control.md").texts("Grant permissions to a caller", "sh");
        var examples = new LinkedHashMap<String, String>();
        examples.put("-n apic ", "-n %s ".formatted(namespace));
        examples.put("=apic:", "=%s:".formatted(namespace));
        examples.put("http://apic-dr:8080", service.address().toString());
        var shell = OperatorShell.in(folder, api, examples);

        shell.types(commands.get(0));
        var answer = shell.types(commands.get(1));

        assertThat(commands).hasSize(2);
        assertThat(answer).isEqualTo("{\"items\":[]}");
        assertThat(shell.types("curl -sS -H @header -X POST %s/api/v1/bundles".formatted(service.address())))
                .contains("\"requestedBy\":\"system:serviceaccount:%s:pipeline\"".formatted(namespace));
        assertThat(shell.types("stat -c %a header")).isEqualTo("600\n");
    }
}
