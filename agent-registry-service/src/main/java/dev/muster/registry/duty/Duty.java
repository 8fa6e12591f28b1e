package dev.muster.registry.duty;

import dev.muster.internal.AgentMode;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** Whether an agent shall get work, who said so why and when, and whether task-service knows. */
@Embeddable
public class Duty {
  @Column(name = "mode")
  private String mode = AgentMode.ACTIVE.wire();

  @Column(name = "mode_reason")
  private String reason = "";

  @Column(name = "mode_since")
  private Instant since;

  @Column(name = "mode_version")
  private long version;

  @Column(name = "mode_told", insertable = false, updatable = false)
  private long told;

  /** Whether that is news. */
  public boolean change(AgentMode wanted, String why, Instant at) {
    if (mode() == wanted) {
      return false;
    }
    mode = wanted.wire();
    reason = why;
    since = at;
    version++;
    return true;
  }

  public AgentMode mode() {
    return AgentMode.of(mode);
  }

  public String reason() {
    return reason;
  }

  /** Null when it was never changed. */
  public Instant since() {
    return since;
  }

  /** Counts the changes. */
  public long version() {
    return version;
  }

  /** Whether task-service has confirmed the latest change. */
  public boolean isTold() {
    return told >= version;
  }
}
