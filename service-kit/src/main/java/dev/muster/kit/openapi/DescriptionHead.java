package dev.muster.kit.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASModelReader;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * What is said before any resource: the title, the two framings, and how a caller shows who it is.
 */
public final class DescriptionHead implements OASModelReader {
  private static final String DESCRIPTION =
      """
      Every path under `/api/v1` also answers under `/api`: there each answer is the envelope \
      `{"code":0,"message":"OK","data":…,"request_id":"…"}` around what is described here, and an error has \
      the same HTTP status, its `code`, and `data: null`. Every answer has `X-Request-ID`.
      """;

  @Override
  public OpenAPI buildModel() {
    return OASFactory.createOpenAPI()
        .info(OASFactory.createInfo().title("Muster").version("1").description(DESCRIPTION.strip()))
        .components(WaysIn.components());
  }
}
