package dev.muster.platform;

import dev.muster.platform.account.Accounts;
import dev.muster.platform.part.ServiceEnvironment;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/** {@code DIR/dev.env}: address and development accounts for scripts, to be sourced by a shell. */
final class DevEnv {
  private DevEnv() {}

  static void write(Path data, String base, Accounts accounts) {
    String text =
        """
        BASE=%s
        ADMIN_EMAIL=%s
        ADMIN_PASSWORD=%s
        USER_EMAIL=%s
        USER_PASSWORD=%s
        """
            .formatted(
                base,
                ServiceEnvironment.ADMIN_EMAIL,
                accounts.adminPassword(),
                ServiceEnvironment.USER_EMAIL,
                accounts.userPassword());
    try {
      PrivateFiles.write(data.resolve("dev.env"), text);
    } catch (IOException e) {
      throw new PlatformException("cannot write " + data.resolve("dev.env"), e);
    }
  }
}
