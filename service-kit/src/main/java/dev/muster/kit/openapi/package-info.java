/**
 * The description of a service's REST interface, OpenAPI 3.1 at {@code /q/openapi}. It is made from
 * the resources when the service is built and only handed out at run time; what all operations have
 * in common is added by {@link dev.muster.kit.openapi.CommonAnswers}. A resource method needs an
 * {@code @Operation(summary = …)}.
 */
package dev.muster.kit.openapi;
