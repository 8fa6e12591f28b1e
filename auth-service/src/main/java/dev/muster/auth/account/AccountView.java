package dev.muster.auth.account;

import java.util.List;
import java.util.UUID;

/** Answer of H5. */
public record AccountView(UUID id, String email, String name, List<String> roles) {
  static AccountView of(Account account) {
    return new AccountView(account.id, account.email, account.name, List.of(account.roles));
  }
}
