package dev.muster.kit.sample;

import dev.muster.kit.token.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;

@Path("/internal/samples")
@RunOnVirtualThread
public class InternalSampleResource {
  @Inject Caller caller;

  @GET
  public Map<String, String> who() {
    return Map.of("service", caller.token().subject());
  }
}
