/** A service that keeps an IBM API Connect v10 Management subsystem recoverable. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "apic-dr",
                        version = "1",
                        description = "Keeps an IBM API Connect v10 Management subsystem recoverable: generate, list"
                                + " and verify DR bundles on an SFTP path. Times are RFC 3339 in UTC, sizes are bytes,"
                                + " digests are lower-case hex SHA-256. Errors are application/problem+json"
                                + " (RFC 9457).",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        components = @Components(schemas = @Schema(name = "Problem", implementation = Problem.class)))
@NullMarked
package org.apicdr;

import org.apicdr.problem.Problem;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.NullMarked;
