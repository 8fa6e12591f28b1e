package dev.muster.kit.thread;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Calls that block, made on virtual threads, with the answer back where the caller belongs. */
public final class Apart {
  private static final Executor THREADS = work -> Thread.ofVirtual().name("apart").start(work);

  private Apart() {}

  public static <T> Uni<T> call(Supplier<T> blocking) {
    Context home = Vertx.currentContext();
    return Uni.createFrom()
        .item(blocking)
        .runSubscriptionOn(THREADS)
        .emitOn(home == null ? Runnable::run : work -> home.runOnContext(ignored -> work.run()));
  }

  public static void run(Runnable blocking) {
    THREADS.execute(blocking);
  }
}
