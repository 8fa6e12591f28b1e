package dev.muster.kit.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.error.FieldError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.constraints.NotNull;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Bean Validation's findings by JSON path. */
final class Violations {
  private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
      new PropertyNamingStrategies.SnakeCaseStrategy();
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private Violations() {}

  static Refusal refusal(ConstraintViolationException e, String method) {
    if (e.getConstraintViolations().stream().anyMatch(Violations::isOurs)) {
      return Refusal.of(ErrorCode.SERVER_ERROR);
    }
    List<FieldError> errors =
        e.getConstraintViolations().stream()
            .map(found -> new FieldError(field(found, method), found.getMessage()))
            .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
            .toList();
    return Refusal.of(ContractException.badParameters(errors));
  }

  // Of a body that is missing, only the name of the method's parameter is known.
  private static String field(ConstraintViolation<?> found, String method) {
    boolean missing =
        found.getConstraintDescriptor().getAnnotation() instanceof NotNull
            && WITH_BODY.contains(method);
    String path = path(found.getPropertyPath());
    return missing && isParameter(found.getPropertyPath()) ? "body" : path;
  }

  private static boolean isParameter(Path nodes) {
    ElementKind last = null;
    for (Path.Node node : nodes) {
      last = node.getKind();
    }
    return last == ElementKind.PARAMETER;
  }

  private static boolean isOurs(ConstraintViolation<?> found) {
    for (Path.Node node : found.getPropertyPath()) {
      if (node.getKind() == ElementKind.RETURN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** The body's own parameter is no part of the path; a query parameter is all of it. */
  private static String path(Path nodes) {
    StringBuilder path = new StringBuilder();
    String parameter = "";
    for (Path.Node node : nodes) {
      if (node.getKind() == ElementKind.PARAMETER) {
        parameter = NAMES.translate(node.getName());
      } else if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
        index(path, node);
        path.append(path.isEmpty() ? "" : ".").append(NAMES.translate(node.getName()));
      } else if (node.getKind() == ElementKind.CONTAINER_ELEMENT) {
        index(path, node);
      }
    }
    return path.isEmpty() ? parameter : path.toString();
  }

  private static void index(StringBuilder path, Path.Node node) {
    if (node.getIndex() != null) {
      path.append('[').append(node.getIndex()).append(']');
    } else if (node.getKey() != null) {
      path.append('.').append(node.getKey());
    }
  }
}
