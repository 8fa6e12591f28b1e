package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What task-service answered to a client's request. */
sealed interface TaskAnswer {
  record Done(JsonNode body) implements TaskAnswer {}

  record Refused(int code, String message, JsonNode errors) implements TaskAnswer {}
}
