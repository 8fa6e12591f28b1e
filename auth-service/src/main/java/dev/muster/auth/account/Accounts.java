package dev.muster.auth.account;

import dev.muster.auth.password.PasswordHashing;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.audit.RefusalAudit;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.idempotency.IdempotencyKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Who has an account. No transaction is open while a password is computed. */
@ApplicationScoped
public class Accounts {
  static final String SETUP = "account.setup";

  private final AccountRepository rows;
  private final IdempotencyKeys keys;
  private final PasswordHashing passwords;
  private final Audit audit;
  private final RefusalAudit refusals;
  private final DatabaseGate gate;
  private final InstantSource clock;

  @Inject
  Accounts(
      AccountRepository rows,
      IdempotencyKeys keys,
      PasswordHashing passwords,
      Audit audit,
      RefusalAudit refusals,
      DatabaseGate gate,
      InstantSource clock) {
    this.rows = rows;
    this.keys = keys;
    this.passwords = passwords;
    this.audit = audit;
    this.refusals = refusals;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * Empty for an unknown address, a wrong password and a disabled account alike, after the same
   * work.
   */
  public Optional<Recognised> recognise(String email, String password) {
    passwords.requireRoom();
    Optional<Account> known =
        Email.parse(email).flatMap(address -> gate.inTransaction(() -> rows.findByEmail(address)));
    if (known.isEmpty()) {
      passwords.matchesNobody(password);
      refusals.record(loginRefused());
      return Optional.empty();
    }
    Account account = known.get();
    boolean right = passwords.matches(password, account.passwordHash);
    if (right && account.mayLogIn()) {
      return Optional.of(account.recognised());
    }
    refusals.record(loginRefused().on("account", account.id));
    return Optional.empty();
  }

  /** Without the address that was typed: now and then it is a password. */
  private static AuditEvent loginRefused() {
    return AuditEvent.of("session.login").by(Actor.anonymous()).denied(ErrorCode.NOT_AUTHENTICATED);
  }

  /**
   * Makes the account, or finds the one that the same request made before. Refuses with 2002 when
   * the address has an account, and when the request is a repeat with another body or password.
   */
  public MadeAccount make(NewAccount wanted) {
    UUID id = Ids.next();
    String hash = passwords.hash(wanted.password());
    UUID made = gate.inTransaction(() -> claimed(id, wanted, hash));
    if (made.equals(id)) {
      return new MadeAccount(id, false);
    }
    Optional<Account> before = find(made);
    if (before.isPresent() && !passwords.matches(wanted.password(), before.get().passwordHash)) {
      throw new ContractException(
          ErrorCode.CONFLICT, "this Idempotency-Key was used for another request");
    }
    return new MadeAccount(made, true);
  }

  private UUID claimed(UUID id, NewAccount wanted, String hash) {
    UUID claimed =
        wanted.repeatable().map(request -> keys.claim(request, id, clock.instant())).orElse(id);
    if (claimed.equals(id) && !inserted(id, wanted, hash)) {
      throw new ContractException(ErrorCode.CONFLICT, "this email has an account already");
    }
    return claimed;
  }

  /** An account that is there already stays as it is, whatever its password and roles. */
  boolean createAdministratorIfAbsent(Email email, String password) {
    if (gate.inTransaction(() -> rows.findByEmail(email)).isPresent()) {
      return false;
    }
    NewAccount wanted = NewAccount.once(email, password, "Administrator", NewAccount.ADMINISTRATOR);
    String hash = passwords.hash(password);
    return gate.inTransaction(() -> inserted(Ids.next(), wanted, hash));
  }

  /** Refuses with 2002 once there is any account. */
  UUID makeFirst(NewAccount wanted) {
    UUID id = Ids.next();
    if (gate.inTransaction(rows::isEmpty)) {
      String hash = passwords.hash(wanted.password());
      if (gate.inTransaction(
          () -> recorded(rows.insertFirst(id, wanted, hash), SETUP, id, wanted))) {
        return id;
      }
    }
    throw new ContractException(ErrorCode.CONFLICT, "there are accounts already");
  }

  private boolean inserted(UUID id, NewAccount wanted, String hash) {
    return recorded(rows.insertIfAbsent(id, wanted, hash), "account.create", id, wanted);
  }

  /** Answers whether it was made, and has its line if it was. */
  private boolean recorded(boolean made, String action, UUID id, NewAccount wanted) {
    if (made) {
      audit.record(
          AuditEvent.of(action)
              .on("account", id)
              .with("email", wanted.email())
              .with("roles", String.join(" ", wanted.roles())));
    }
    return made;
  }

  public Optional<AccountView> view(UUID id) {
    return find(id).map(AccountView::of);
  }

  private Optional<Account> find(UUID id) {
    return gate.inTransaction(() -> rows.findByIdOptional(id));
  }
}
