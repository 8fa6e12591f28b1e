package dev.muster.auth.account;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.token.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Which accounts a caller reaches: its own, and an administrator every one. */
@ApplicationScoped
public class AccountReach {
  private final Caller caller;

  @Inject
  AccountReach(Caller caller) {
    this.caller = caller;
  }

  /**
   * The account that a path names, by its id or as {@code me}. Throws 2001 for another's, just as
   * for one that there is not.
   */
  public UUID of(String named) {
    UUID own = caller.userId();
    UUID wanted = named.equals("me") ? own : Ids.parse(named).orElseThrow(AccountReach::unknown);
    if (!wanted.equals(own) && !caller.isAdmin()) {
      throw unknown();
    }
    return wanted;
  }

  public static ContractException unknown() {
    return ContractException.notFound("user");
  }
}
