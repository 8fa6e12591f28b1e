package dev.muster.kit.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Names the statuses that an operation answers when all goes well. */
final class Success {
  private static final String REPEATABLE = "Idempotency-Key";
  private static final String OK = "200";
  private static final String CREATED = "201";

  private Success() {}

  static void describe(Operation operation, ResourceMethod method) {
    APIResponses answers = operation.getResponses();
    method
        .status()
        .ifPresent(
            status -> {
              String known = Integer.toString(status);
              String guessed = answers.hasAPIResponse(OK) ? OK : CREATED;
              if (!answers.hasAPIResponse(known)) {
                APIResponse answer = answers.getAPIResponse(guessed);
                answers.removeAPIResponse(guessed);
                answers.addAPIResponse(known, answer);
              }
            });
    if (isRepeatable(operation) && method.status().isEmpty() && answers.hasAPIResponse(OK)) {
      APIResponse answer = answers.getAPIResponse(OK);
      answers.addAPIResponse(
          CREATED,
          OASFactory.createAPIResponse()
              .description("It is made; `Location` says where it is")
              .content(answer.getContent()));
      answer.description("An earlier request made it");
    }
  }

  private static boolean isRepeatable(Operation operation) {
    return operation.getParameters() != null
        && operation.getParameters().stream()
            .anyMatch(parameter -> REPEATABLE.equals(parameter.getName()));
  }
}
