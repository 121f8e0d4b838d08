/** The REST API. Each resource maps a group of operations to the use cases that serve them. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "apic-dr",
                        version = "1",
                        description = "Keeps an IBM API Connect v10 Management subsystem recoverable: generates, lists"
                                + " and verifies DR bundles on an SFTP path. Times are RFC 3339 in UTC, sizes are bytes,"
                                + " digests are lower-case hex SHA-256. Errors are application/problem+json"
                                + " (RFC 9457). Unless access control is disabled, each request needs a bearer token"
                                + " of the cluster, and the RBAC rules of the cluster authorize it.",
                        contact = @Contact(name = "Operator of this service"),
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "token"),
        servers = @Server(url = "/", description = "The service that serves this document"),
        components =
                @Components(
                        schemas = @Schema(name = "Problem", implementation = Problem.class),
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = "token",
                                        type = SecuritySchemeType.HTTP,
                                        scheme = "bearer",
                                        description = "A token that the cluster accepts, for example that of a"
                                                + " ServiceAccount"),
                        headers = {
                            @Header(
                                    name = "Age",
                                    description = "Age of the listing in seconds (RFC 9111)",
                                    schema = @Schema(type = SchemaType.INTEGER, examples = "3")),
                            @Header(
                                    name = "Content-Disposition",
                                    description = "The file name of the bundle (RFC 6266)",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples = "attachment; filename=\"management-82b290a2-"
                                                            + "20261122T030000Z-1f9a3c2b.tar\"")),
                            @Header(
                                    name = "Content-Location",
                                    description = "The URL of this bundle",
                                    schema = @Schema(type = SchemaType.STRING, format = "uri-reference")),
                            @Header(
                                    name = "Location",
                                    description = "The URL of the bundle or the backup run",
                                    schema = @Schema(type = SchemaType.STRING, format = "uri-reference")),
                            @Header(
                                    name = "Repr-Digest",
                                    description =
                                            "SHA-256 of the file (RFC 9530); absent if the file is not a complete bundle",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples =
                                                            "sha-256=:xdYRG/AuBbAGbjrCyunoMDoGQKwJeTdtxxbBxuWg7z4=:")),
                            @Header(
                                    name = "Retry-After",
                                    description = "Seconds after which to retry or poll; sent with capture-running,"
                                            + " subsystem-changing and too-many-requests, and with a backup run that is"
                                            + " still running",
                                    schema = @Schema(type = SchemaType.INTEGER, examples = "5")),
                            @Header(
                                    name = "WWW-Authenticate",
                                    description = "The required authentication (RFC 6750)",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples = "Bearer realm=\"apic-dr\", error=\"invalid_token\"")),
                            @Header(
                                    name = "X-Request-Id",
                                    description = "The request id, which is also in the log; that of the request if it"
                                            + " has at most 64 letters, digits, dots, underscores and hyphens",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples = "5f1c0f6e-3d0b-4a57-8f8e-0a6a4f1f7f0e"))
                        }))
@NullMarked
package org.apicdr.rest;

import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.jspecify.annotations.NullMarked;
