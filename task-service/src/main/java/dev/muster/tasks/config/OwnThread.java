package dev.muster.tasks.config;

import io.quarkus.runtime.Quarkus;
import org.jboss.logging.Logger;

/**
 * A thread that the service can't do without: its death ends the process, which is then started
 * anew.
 */
public final class OwnThread {
  private static final Logger LOG = Logger.getLogger(OwnThread.class);

  private OwnThread() {}

  public static Thread start(String name, Runnable work) {
    return Thread.ofPlatform()
        .name(name)
        .uncaughtExceptionHandler(
            (thread, failure) -> {
              LOG.fatalf(failure, "%s died; the service ends", thread.getName());
              Quarkus.asyncExit(1);
            })
        .start(work);
  }
}
