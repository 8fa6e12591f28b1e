package dev.muster.kit.http;

import com.fasterxml.jackson.databind.util.RawValue;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.File;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Puts the envelope around what a resource under {@code /api} returned. */
class AnswerFraming {
  private static final int NO_CONTENT = 204;

  @Inject CurrentRequest request;

  @ServerResponseFilter
  void frame(ContainerResponseContext response) {
    RequestMark mark = request.mark();
    if (mark.framing() != Framing.ENVELOPE || !isFramed(response)) {
      return;
    }
    if (response.getStatus() == NO_CONTENT) {
      response.setStatus(200);
    }
    Object data = data(response.getEntity());
    response.setEntity(
        new Envelope(0, "OK", data, null, null, mark.requestId()),
        new Annotation[0],
        MediaType.APPLICATION_JSON_TYPE);
  }

  private static Object data(Object entity) {
    return switch (entity) {
      case null -> Map.of();
      // Such a resource has its JSON as text already.
      case String text -> new RawValue(text);
      default -> entity;
    };
  }

  private static boolean isFramed(ContainerResponseContext response) {
    if (response.getStatus() >= 300) {
      return false;
    }
    MediaType type = response.getMediaType();
    boolean json = type == null || MediaType.APPLICATION_JSON_TYPE.isCompatible(type);
    return json && !isBytes(response.getEntity());
  }

  private static boolean isBytes(Object entity) {
    return switch (entity) {
      case null -> false;
      case byte[] bytes -> true;
      case StreamingOutput out -> true;
      case InputStream in -> true;
      case File file -> true;
      case Path path -> true;
      case Multi<?> stream -> true;
      default -> false;
    };
  }
}
