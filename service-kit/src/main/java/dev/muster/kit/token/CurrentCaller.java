package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;

@RequestScoped
class CurrentCaller implements Caller {
  @Inject SecurityIdentity identity;

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
}
