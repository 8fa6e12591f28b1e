package dev.muster.auth.account;

import dev.muster.kit.secret.Secret;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Somebody has to let the others in. */
class FirstAdministrator {
  private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);

  void create(@Observes StartupEvent event, AdminConfig config, Accounts accounts) {
    if (config.email().isEmpty() && config.password().isEmpty()) {
      return;
    }
    Email email =
        config
            .email()
            .flatMap(Email::parse)
            .orElseThrow(
                () -> new ConfigurationException("muster.admin.email must be an email address"));
    String password =
        config
            .password()
            .map(Secret::reveal)
            .filter(FirstAdministrator::acceptable)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "muster.admin.password must have 8 to 1024 characters"));
    if (accounts.createAdministratorIfAbsent(email, password)) {
      LOG.infof("created the administrator %s", email);
    }
  }

  private static boolean acceptable(String password) {
    return password.length() >= NewPassword.MIN
        && password.length() <= NewPassword.MAX
        && password.matches("(?s)" + NewPassword.WHOLE_CHARACTERS);
  }
}
