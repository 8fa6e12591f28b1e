package dev.muster.tasks.log;

import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.tasks.signal.AttemptSignal;
import dev.muster.tasks.signal.Receipts;
import dev.muster.tasks.signal.Signals;
import dev.muster.wire.AgentSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Stores what agents write over their sockets. Pieces may come in any order and more than once:
 * each has its place.
 */
@ApplicationScoped
public class LogConsumer {
  @Inject LogStore store;
  @Inject ChannelPublisher channels;

  public void handle(List<StreamEntry> entries) throws Exception {
    List<AttemptSignal> signals =
        entries.stream()
            .map(Signals::entry)
            .map(Signals::ofAttempt)
            .flatMap(Optional::stream)
            .filter(signal -> signal.signal() instanceof AgentSignal.TaskLog)
            .toList();
    List<LogStore.Written> written = store.write(signals.stream().map(LogConsumer::write).toList());
    Receipts receipts = new Receipts();
    for (int i = 0; i < signals.size(); i++) {
      LogReceipt receipt = written.get(i).receipt();
      receipts.add(signals.get(i).entry(), receipt.code(), receipt.message(), nextOffset(receipt));
    }
    receipts.send(channels);
  }

  private static LogWrite write(AttemptSignal signal) {
    AgentSignal.TaskLog log = (AgentSignal.TaskLog) signal.signal();
    return new LogWrite(
        log.attempt().taskId(),
        log.attempt().leaseId(),
        log.attempt().attempt(),
        signal.entry().agentId(),
        log.phase(),
        log.stream(),
        log.offset(),
        log.content(),
        false);
  }

  private static Long nextOffset(LogReceipt receipt) {
    return switch (receipt.code()) {
      case OK, TOO_LARGE, WRONG_OFFSET -> receipt.nextOffset();
      default -> null;
    };
  }
}
