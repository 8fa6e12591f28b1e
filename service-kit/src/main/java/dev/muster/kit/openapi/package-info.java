/**
 * The description of a service's REST interface, OpenAPI 3.1 at {@code /q/openapi}. It is made from
 * the resources when the service is built, by a Maven plugin, and only handed out at run time: a
 * running service knows nothing of OpenAPI, which would cost it 5 MiB. What all operations have in
 * common is added by {@link dev.muster.kit.openapi.DescriptionFilter}. A resource method needs an
 * {@code @Operation(summary = …)}.
 */
package dev.muster.kit.openapi;
