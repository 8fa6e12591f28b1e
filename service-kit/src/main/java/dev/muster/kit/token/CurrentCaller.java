package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;

@RequestScoped
class CurrentCaller implements Caller {
  @Inject SecurityIdentity identity;
  @Inject CurrentIdentityAssociation identities;
  @Inject CurrentVertxRequest current;

  @Override
  public UUID userId() {
    return token()
        .userId()
        .orElseThrow(() -> new ContractException(ErrorCode.FORBIDDEN, "only for users"));
  }

  @Override
  public Set<Role> roles() {
    return token().roles();
  }

  @Override
  public String sessionId() {
    return token().sessionId();
  }

  @Override
  public boolean isAdmin() {
    return token().has(Role.ADMIN);
  }

  @Override
  public boolean isService() {
    return token().has(Role.SERVICE);
  }

  @Override
  public VerifiedToken token() {
    return CallerIdentity.token(identity).orElseThrow(TokenVerifier::refused);
  }

  @Override
  public Optional<VerifiedToken> known() {
    return Optional.ofNullable(resolved())
        .flatMap(CallerIdentity::token)
        .or(() -> ScopeGate.refused(current.getCurrent()));
  }

  private SecurityIdentity resolved() {
    try {
      return identities.getDeferredIdentity().subscribeAsCompletionStage().getNow(null);
    } catch (CompletionException e) {
      return null;
    }
  }
}
