package dev.muster.kit.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Describes each operation once, under {@code /api/v1}, where its answer is bare as its method
 * returns it, and adds what the filters of this kit answer instead of it.
 */
public final class DescriptionFilter implements OASFilter {
  private static final String PROBLEM = "Problem";

  @Override
  public void filterOpenAPI(OpenAPI description) {
    description.getComponents().addSchema(PROBLEM, problem());
    if (description.getPaths() != null) {
      description.paths(described(description.getPaths()));
    }
  }

  private static Paths described(Paths paths) {
    Paths described = OASFactory.createPaths();
    paths
        .getPathItems()
        .forEach(
            (path, item) -> {
              item.getOperations()
                  .forEach((method, operation) -> complete(path, method, operation));
              described.addPathItem(
                  path.startsWith("/api/") ? "/api/v1" + path.substring("/api".length()) : path,
                  item);
            });
    return described;
  }

  private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
    ResourceMethod resource = ResourceMethod.of(operation.getOperationId());
    operation.operationId(null);
    Success.describe(operation, resource);
    APIResponses answers = operation.getResponses();
    add(answers, "400", "A parameter is bad: code 1001, `errors` names each field");
    if (resource.isGuarded()) {
      operation.security(WaysIn.into(path, method));
    }
    if (operation.getSecurity() != null) {
      add(answers, "401", "No credentials, or such as aren't good (any more): code 1002");
      add(answers, "403", "The caller may not: code 1003");
    }
    if (path.contains("{")) {
      add(answers, "404", "There is no such thing, or it is somebody else's: code 2001");
    }
    if (method != PathItem.HttpMethod.GET) {
      add(answers, "409", "It conflicts with what is there: code 2002 or 3001");
    }
    add(answers, "429", "Too many requests, `Retry-After` says for how long to wait: code 4291");
    add(answers, "503", "A dependency is away, `Retry-After` says for how long to wait: code 5003");
    add(answers, "default", "Any other error");
  }

  private static void add(APIResponses answers, String status, String meaning) {
    if (answers.hasAPIResponse(status) && answers.getAPIResponse(status).getContent() != null) {
      return;
    }
    APIResponse answer =
        OASFactory.createAPIResponse()
            .description(meaning)
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                            .schema(
                                OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))));
    answers.addAPIResponse(status, answer);
  }

  /** RFC 9457. */
  private static Schema problem() {
    return object()
        .addProperty("type", text("`urn:muster:error:` and the code"))
        .addProperty("title", text("The code's sentence"))
        .addProperty("status", number("The HTTP status"))
        .addProperty("detail", text("What happened this time"))
        .addProperty("code", number("Of the error catalogue"))
        .addProperty("request_id", text("To be found again in logs and the audit log"))
        .addProperty(
            "errors",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .items(
                    object()
                        .addProperty("field", text("Path of the field"))
                        .addProperty("message", text("What is wrong with it"))));
  }

  private static Schema object() {
    return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }

  private static Schema number(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).description(description);
  }
}
