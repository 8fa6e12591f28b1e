package dev.muster.auth.key;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of {@code signing_key}. Each method works in the transaction of its connection. */
@Singleton
public class KeyTable {
  private final KeyEncryption encryption;

  @Inject
  KeyTable(KeyEncryption encryption) {
    this.encryption = encryption;
  }

  /** Until the transaction ends nobody else changes a key. */
  public void lock(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KeySql.LOCK)) {
      statement.execute();
    }
  }

  /** A new key that signs at once, unless one does already; answers its {@code kid}. */
  public Optional<String> insertActiveIfNone(Connection connection) throws SQLException {
    if (hasActive(connection)) {
      return Optional.empty();
    }
    try (PreparedStatement statement = connection.prepareStatement(KeySql.INSERT_ACTIVE)) {
      String kid = setPair(statement);
      return statement.executeUpdate() == 1 ? Optional.of(kid) : Optional.empty();
    }
  }

  private static boolean hasActive(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KeySql.HAS_ACTIVE);
        ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  /**
   * A new key that signs from {@code ahead} on, but not before the active one has signed for {@code
   * term}; nothing when one is pending already. Answers its {@code kid}.
   */
  public Optional<String> insertPending(Connection connection, Duration ahead, Duration term)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KeySql.INSERT_PENDING)) {
      String kid = setPair(statement);
      statement.setDouble(4, ahead.toMillis() / 1000.0);
      statement.setDouble(5, term.toMillis() / 1000.0);
      return statement.executeUpdate() == 1 ? Optional.of(kid) : Optional.empty();
    }
  }

  private String setPair(PreparedStatement statement) throws SQLException {
    KeyPair pair = RsaKeys.generate();
    RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
    String kid = Thumbprint.of(publicKey);
    statement.setString(1, kid);
    statement.setBytes(2, publicKey.getEncoded());
    statement.setBytes(3, encryption.seal(kid, pair.getPrivate().getEncoded()));
    return kid;
  }

  KeySet read(Connection connection) throws SQLException {
    List<PublishedKey> published = new ArrayList<>();
    SigningKey active = null;
    try (PreparedStatement statement = connection.prepareStatement(KeySql.PUBLISHED);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String kid = rows.getString("kid");
        byte[] sealed = rows.getBytes("private_key_sealed");
        published.add(new PublishedKey(kid, publicKey(kid, rows.getBytes("public_key"))));
        if (rows.getString("state").equals("active")) {
          active = signingKey(kid, sealed);
        }
        if (sealed != null) {
          reseal(connection, kid, sealed);
        }
      }
    }
    if (active == null) {
      throw new IllegalStateException("no signing key is active");
    }
    return new KeySet(active, published);
  }

  private void reseal(Connection connection, String kid, byte[] sealed) throws SQLException {
    Optional<byte[]> anew;
    try {
      anew = encryption.resealed(kid, sealed);
    } catch (GeneralSecurityException notOurs) {
      throw new WrongKeyEncryptionKey(kid);
    }
    if (anew.isPresent()) {
      try (PreparedStatement statement = connection.prepareStatement(KeySql.RESEAL)) {
        statement.setBytes(1, anew.get());
        statement.setString(2, kid);
        statement.setBytes(3, sealed);
        statement.executeUpdate();
      }
    }
  }

  private static RSAPublicKey publicKey(String kid, byte[] spki) {
    try {
      return RsaKeys.publicKey(spki);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("stored public key " + kid + " is damaged", e);
    }
  }

  private SigningKey signingKey(String kid, byte[] sealed) {
    try {
      return new SigningKey(kid, RsaKeys.privateKey(encryption.open(kid, sealed)));
    } catch (GeneralSecurityException notOurs) {
      throw new WrongKeyEncryptionKey(kid);
    }
  }
}
