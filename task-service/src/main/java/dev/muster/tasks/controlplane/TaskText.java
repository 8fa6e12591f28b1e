package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.error.FieldError;
import dev.muster.tasks.submit.TaskSubmission;
import jakarta.validation.Validator;
import java.util.List;

/** Reads a task that the control plane wishes for, as strictly as the body of a submit. */
final class TaskText {
  private static final int LONGEST = 1 << 20;
  private static final String NAMESPACE = "namespace";

  private final ObjectMapper json;
  private final Validator validator;
  private final String namespace;

  TaskText(ObjectMapper json, Validator validator, String namespace) {
    this.json = json;
    this.validator = validator;
    this.namespace = namespace;
  }

  /** Throws 1001, or 1007 for one that is too long. */
  TaskSubmission read(JsonNode task) {
    if (!(task instanceof ObjectNode object)) {
      throw ContractException.badParameter("task", "must be an object");
    }
    if (!object.path(NAMESPACE).asText(namespace).equals(namespace)) {
      throw ContractException.badParameter(NAMESPACE, "must be " + namespace + " or left out");
    }
    TaskSubmission wish = submission(object.deepCopy().put(NAMESPACE, namespace));
    List<FieldError> errors =
        validator.validate(wish).stream()
            .map(found -> new FieldError(found.getPropertyPath().toString(), found.getMessage()))
            .toList();
    if (!errors.isEmpty()) {
      throw ContractException.badParameters(errors);
    }
    return wish;
  }

  private TaskSubmission submission(ObjectNode object) {
    try {
      String text = json.writeValueAsString(object);
      if (text.length() > LONGEST) {
        throw new ContractException(
            ErrorCode.TOO_LARGE, "the task is longer than " + LONGEST + " characters");
      }
      return json.readValue(text, TaskSubmission.class);
    } catch (JsonMappingException e) {
      throw ContractException.badParameter(field(e), "not a value that a task may have here");
    } catch (JsonProcessingException e) {
      throw ContractException.badParameter("task", "holds what no task may hold");
    }
  }

  private static String field(JsonMappingException e) {
    return e.getPath().isEmpty() || e.getPath().getFirst().getFieldName() == null
        ? "task"
        : e.getPath().getFirst().getFieldName();
  }
}
