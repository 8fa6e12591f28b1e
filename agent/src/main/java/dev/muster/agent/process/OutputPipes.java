package dev.muster.agent.process;

import dev.muster.agent.executor.Execution;
import dev.muster.agent.output.OutputGatherer;
import dev.muster.wire.LogStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries what a process writes to the attempt's log until both of its pipes are closed. */
final class OutputPipes {
  private static final int READ = 16 << 10;
  private static final long STACK = 128 << 10;

  private final OutputGatherer gatherer;
  private final List<Thread> readers = new ArrayList<>();
  private final Thread forwarder;

  OutputPipes(Process process, Execution execution) {
    gatherer = new OutputGatherer(execution);
    readers.add(reader(process.getInputStream(), LogStream.STDOUT));
    readers.add(reader(process.getErrorStream(), LogStream.STDERR));
    forwarder =
        Thread.ofVirtual()
            .name("output")
            .start(
                () -> {
                  try {
                    gatherer.forward();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  /** A platform thread, since reading a pipe would hold a virtual thread's carrier. */
  private Thread reader(InputStream pipe, LogStream stream) {
    return Thread.ofPlatform()
        .daemon()
        .stackSize(STACK)
        .name(stream.wire())
        .start(
            () -> {
              try {
                read(pipe, stream);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void read(InputStream pipe, LogStream stream) throws InterruptedException {
    byte[] buffer = new byte[READ];
    try (pipe) {
      for (int size; (size = pipe.read(buffer)) >= 0; ) {
        gatherer.add(stream, buffer, size);
      }
    } catch (IOException _) {
      // The pipe was closed under the reader, which is an end like any other.
    }
    gatherer.end(stream);
  }

  /** Whether both pipes have been read to their end within this time. */
  boolean awaitRead(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (Thread reader : readers) {
      long left = end - System.nanoTime();
      if (!reader.join(Duration.ofNanos(Math.max(1, left)))) {
        return false;
      }
    }
    return true;
  }

  /** Gives up a pipe that something out of reach holds open, and forwards what was read. */
  void finish() throws InterruptedException {
    gatherer.endAll();
    forwarder.join();
  }
}
