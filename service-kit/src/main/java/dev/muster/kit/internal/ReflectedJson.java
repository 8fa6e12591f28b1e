package dev.muster.kit.internal;

import dev.muster.error.FieldError;
import dev.muster.internal.AgentIntake;
import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.AgentsAsked;
import dev.muster.internal.ApiKeyProfile;
import dev.muster.internal.ApiKeyUses;
import dev.muster.internal.AuditBatch;
import dev.muster.internal.AuditEntry;
import dev.muster.internal.LogWatch;
import dev.muster.internal.NamespacePolicy;
import dev.muster.internal.SessionOpen;
import dev.muster.internal.SessionOpened;
import dev.muster.internal.TokenOffer;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Records that Jackson reads and writes without a resource naming them: for native images. */
@RegisterForReflection(
    targets = {
      AgentProfile.class,
      ApiKeyProfile.class,
      ApiKeyUses.class,
      AuditBatch.class,
      AuditEntry.class,
      AgentOrders.class,
      AgentIntake.class,
      AgentMode.class,
      AgentsAsked.class,
      AgentsAsked.Known.class,
      LogWatch.class,
      NamespacePolicy.class,
      TokenOffer.class,
      SessionOpen.class,
      SessionOpen.Attempt.class,
      SessionOpened.class,
      FieldError.class,
      PeerProblem.class,
      ServiceTokens.Grant.class,
      RemoteRevocations.Listed.class,
      RemoteRevocations.Entry.class
    })
final class ReflectedJson {
  private ReflectedJson() {}
}
