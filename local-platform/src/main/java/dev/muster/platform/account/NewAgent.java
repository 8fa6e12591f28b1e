package dev.muster.platform.account;

import dev.muster.platform.api.Api;
import java.io.IOException;
import java.util.List;

/** An agent that the registry doesn't know yet, in the words of its REST interface. */
public record NewAgent(
    String name,
    String type,
    List<String> capabilities,
    int concurrency,
    String token,
    List<String> tags) {

  /** The answer's data has the new agent's {@code id}. */
  public Api.Answer register(Api admin) throws IOException, InterruptedException {
    return admin.post("/api/agents", this);
  }

  @Override
  public String toString() {
    return "NewAgent[" + name + "]";
  }
}
