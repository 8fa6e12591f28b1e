package dev.muster.kit.openapi;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * What is behind an operation: the methods of a name in a resource class. They are found by the
 * operation's id, {@code PACKAGE.CLASS_METHOD}; only while the service is built.
 */
record ResourceMethod(Class<?> resource, List<Method> methods) {

  static ResourceMethod of(String operationId) {
    int end = operationId.lastIndexOf('_');
    String name = operationId.substring(end + 1);
    try {
      Class<?> resource =
          Class.forName(
              operationId.substring(0, end), false, ResourceMethod.class.getClassLoader());
      List<Method> methods =
          Arrays.stream(resource.getDeclaredMethods())
              .filter(method -> method.getName().equals(name))
              .toList();
      if (methods.isEmpty()) {
        throw new IllegalStateException("no method is behind " + operationId);
      }
      return new ResourceMethod(resource, methods);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no resource is behind " + operationId, e);
    }
  }

  /** Whether only some may call it. */
  boolean isGuarded() {
    return methods.stream().anyMatch(this::isGuarded);
  }

  private boolean isGuarded(Method method) {
    if (method.isAnnotationPresent(PermitAll.class)) {
      return false;
    }
    return method.isAnnotationPresent(RolesAllowed.class)
        || resource.isAnnotationPresent(RolesAllowed.class);
  }

  /** The status of its success, where that isn't what its answer says itself. */
  OptionalInt status() {
    Method method = methods.getFirst();
    ResponseStatus status = method.getAnnotation(ResponseStatus.class);
    if (status != null) {
      return OptionalInt.of(status.value());
    }
    return method.getReturnType() == void.class && !isStream(method)
        ? OptionalInt.of(204)
        : OptionalInt.empty();
  }

  private static boolean isStream(Method method) {
    Produces produces = method.getAnnotation(Produces.class);
    return produces != null
        && Arrays.asList(produces.value()).contains(MediaType.SERVER_SENT_EVENTS);
  }
}
