package dev.muster.auth.account;

import dev.muster.auth.password.PasswordHashing;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.db.DatabaseGate;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Who has an account. No transaction is open while a password is computed. */
@ApplicationScoped
public class Accounts {
  private final AccountRepository rows;
  private final PasswordHashing passwords;
  private final DatabaseGate gate;

  @Inject
  Accounts(AccountRepository rows, PasswordHashing passwords, DatabaseGate gate) {
    this.rows = rows;
    this.passwords = passwords;
    this.gate = gate;
  }

  /**
   * Empty for an unknown address, a wrong password and a disabled account alike, after the same
   * work.
   */
  public Optional<Identity> recognise(String email, String password) {
    passwords.requireRoom();
    Optional<Account> known =
        Email.parse(email).flatMap(address -> inTransaction(() -> rows.findByEmail(address)));
    if (known.isEmpty()) {
      passwords.matchesNobody(password);
      return Optional.empty();
    }
    Account account = known.get();
    boolean right = passwords.matches(password, account.passwordHash);
    return right && account.mayLogIn() ? Optional.of(account.identity()) : Optional.empty();
  }

  /** Refuses with 2002 when the address has an account. */
  UUID register(Email email, String password, String name) {
    UUID id = Ids.next();
    if (!create(id, email, password, name, List.of("user"))) {
      throw new ContractException(ErrorCode.CONFLICT, "this email has an account already");
    }
    return id;
  }

  /** An account that is there already stays as it is, whatever its password and roles. */
  boolean createAdministratorIfAbsent(Email email, String password) {
    if (inTransaction(() -> rows.findByEmail(email)).isPresent()) {
      return false;
    }
    return create(Ids.next(), email, password, "Administrator", List.of("admin", "user"));
  }

  Optional<Account> find(UUID id) {
    return inTransaction(() -> rows.findByIdOptional(id));
  }

  private boolean create(UUID id, Email email, String password, String name, List<String> roles) {
    String hash = passwords.hash(password);
    return inTransaction(() -> rows.insertIfAbsent(id, email, name, hash, roles));
  }

  private <T> T inTransaction(Callable<T> work) {
    return gate.call(() -> QuarkusTransaction.requiringNew().call(work));
  }
}
