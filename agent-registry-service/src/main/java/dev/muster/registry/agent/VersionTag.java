package dev.muster.registry.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.util.Arrays;

/**
 * The {@code ETag} of an agent's configuration: its version. Presence is shown beside the
 * configuration but is no part of what the tag names.
 */
final class VersionTag {
  private VersionTag() {}

  static String of(long version) {
    return "\"" + version + "\"";
  }

  /** Throws 2003 unless the {@code If-Match} header is absent, {@code *}, or lists the version. */
  static void require(String ifMatch, long version) {
    if (ifMatch != null
        && Arrays.stream(ifMatch.split(",", -1))
            .map(String::strip)
            .noneMatch(tag -> tag.equals("*") || tag.equals(of(version)))) {
      throw new ContractException(
          ErrorCode.PRECONDITION_FAILED, "the agent was changed: its tag is " + of(version));
    }
  }
}
