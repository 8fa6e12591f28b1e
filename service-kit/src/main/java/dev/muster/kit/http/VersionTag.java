package dev.muster.kit.http;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * The {@code ETag} of a resource: its version, which every change raises. What is shown beside the
 * stored resource and changes by itself, such as an agent's presence, is named after a dash: {@code
 * If-None-Match} heeds it, {@code If-Match} doesn't.
 */
public final class VersionTag {
  private VersionTag() {}

  public static String of(long version) {
    return "\"" + version + "\"";
  }

  public static String of(long version, String shown) {
    return "\"" + version + "-" + shown + "\"";
  }

  /** Throws 2003 unless the {@code If-Match} header is absent, {@code *}, or lists the version. */
  public static void require(String ifMatch, long version) {
    if (ifMatch != null
        && tags(ifMatch)
            .noneMatch(
                tag ->
                    tag.equals("*")
                        || tag.equals(of(version))
                        || (tag.startsWith("\"" + version + "-") && tag.endsWith("\"")))) {
      throw new ContractException(
          ErrorCode.PRECONDITION_FAILED, "it was changed: its tag is " + of(version));
    }
  }

  /** Whether the {@code If-None-Match} header, which may be null, has this tag. */
  public static boolean isKnown(String ifNoneMatch, String tag) {
    return ifNoneMatch != null
        && tags(ifNoneMatch)
            .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
  }

  /** 304. */
  public static <T> RestResponse<T> notModified(String tag) {
    return ResponseBuilder.<T>create(RestResponse.Status.NOT_MODIFIED)
        .header(HttpHeaders.ETAG, tag)
        .build();
  }

  private static Stream<String> tags(String header) {
    return Arrays.stream(header.split(",", -1)).map(String::strip);
  }
}
