package dev.muster.kit.http;

/** How answers under a path look. Decided by the path as sent, before it is rewritten. */
enum Framing {
  /** {@code {"code","message","data","request_id"}} around results and errors. */
  ENVELOPE,
  /** The resource itself; errors as {@code application/problem+json} (RFC 9457). */
  BARE;

  private static final String API = "/api/";
  static final String V1 = "/api/v1";

  static Framing of(String path) {
    return path.startsWith(API) && !isV1(path) ? ENVELOPE : BARE;
  }

  static boolean isV1(String path) {
    return path.equals(V1) || path.startsWith(V1 + "/");
  }
}
