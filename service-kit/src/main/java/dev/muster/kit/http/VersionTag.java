package dev.muster.kit.http;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.util.Arrays;

/**
 * The {@code ETag} of something that an administrator configures: its version. What is only shown
 * beside the configuration is no part of what the tag names.
 */
public final class VersionTag {
  private VersionTag() {}

  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /** Throws 2003 unless the {@code If-Match} header is absent, {@code *}, or lists the version. */
  public static void require(String ifMatch, long version) {
    if (ifMatch != null
        && Arrays.stream(ifMatch.split(",", -1))
            .map(String::strip)
            .noneMatch(tag -> tag.equals("*") || tag.equals(of(version)))) {
      throw new ContractException(
          ErrorCode.PRECONDITION_FAILED, "it was changed: its tag is " + of(version));
    }
  }
}
