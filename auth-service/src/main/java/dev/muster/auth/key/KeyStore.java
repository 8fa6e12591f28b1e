package dev.muster.auth.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The rows of {@code signing_key}. Instances on several machines agree on one active key. */
final class KeyStore {
  private final DataSource database;
  private final KeyEncryption encryption;

  KeyStore(DataSource database, KeyEncryption encryption) {
    this.database = database;
    this.encryption = encryption;
  }

  /** The keys as they are, with a first active one made if there is none. */
  KeySet load() throws SQLException {
    try (Connection connection = database.getConnection()) {
      if (!hasActive(connection)) {
        insertActive(connection, RsaKeys.generate());
      }
      return read(connection);
    }
  }

  private static boolean hasActive(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KeySql.HAS_ACTIVE);
        ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  private void insertActive(Connection connection, KeyPair pair) throws SQLException {
    RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
    String kid = Thumbprint.of(publicKey);
    try (PreparedStatement statement = connection.prepareStatement(KeySql.INSERT_ACTIVE)) {
      statement.setString(1, kid);
      statement.setBytes(2, publicKey.getEncoded());
      statement.setBytes(3, encryption.seal(kid, pair.getPrivate().getEncoded()));
      statement.executeUpdate();
    }
  }

  private KeySet read(Connection connection) throws SQLException {
    List<PublishedKey> published = new ArrayList<>();
    SigningKey active = null;
    try (PreparedStatement statement = connection.prepareStatement(KeySql.PUBLISHED);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String kid = rows.getString("kid");
        published.add(new PublishedKey(kid, publicKey(kid, rows.getBytes("public_key"))));
        if (rows.getString("state").equals("active")) {
          active = signingKey(kid, rows.getBytes("private_key_sealed"));
        }
      }
    }
    if (active == null) {
      throw new IllegalStateException("no signing key is active");
    }
    return new KeySet(active, published);
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
