package dev.muster.auth.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code account}, for reading; rows are written by {@link AccountRepository}. */
@Entity
@Immutable
@Table(name = "account")
class Account {
  @Id UUID id;

  String email;

  String name;

  @Column(name = "password_hash")
  String passwordHash;

  String[] roles;

  @Column(name = "disabled_at")
  Instant disabledAt;

  boolean mayLogIn() {
    return disabledAt == null;
  }

  Recognised recognised() {
    return new Recognised(id, passwordHash);
  }
}
