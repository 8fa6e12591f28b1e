package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.controlplane.WorkLog.Confirmed;
import dev.muster.tasks.controlplane.WorkLog.News;
import dev.muster.tasks.event.EventLog;
import dev.muster.tasks.event.EventPage;
import dev.muster.tasks.event.EventPosition;
import dev.muster.tasks.event.EventView;
import dev.muster.tasks.read.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Tells the control plane what became of its work, from the events of the tasks. */
final class Reporter {
  private static final Logger LOG = Logger.getLogger(Reporter.class);
  private static final int MOST_TASKS = 100;
  private static final int MOST_EVENTS = 200;
  private static final int LARGEST_BATCH = 1 << 20;

  private final PlaneClient plane;
  private final WorkLog log;
  private final EventLog events;
  private final Tasks tasks;
  private final UUID owner;
  private final ObjectMapper json;
  private final Duration interval;
  private final PlaneMetrics metrics;

  Reporter(
      PlaneClient plane,
      WorkLog log,
      EventLog events,
      Tasks tasks,
      ObjectMapper json,
      ControlPlaneConfig config,
      PlaneMetrics metrics) {
    this.plane = plane;
    this.log = log;
    this.events = events;
    this.tasks = tasks;
    this.owner = config.owner().orElseThrow();
    this.json = json;
    this.interval = config.reportInterval();
    this.metrics = metrics;
  }

  private record Prepared(Report report, Confirmed confirmed) {}

  /** The pause until the next time: none when more waits. */
  Duration tell() {
    List<News> news = log.news(MOST_TASKS);
    metrics.untold(news.size());
    List<Prepared> batch = new ArrayList<>();
    long size = 0;
    for (News each : news) {
      Optional<Prepared> prepared = prepare(each);
      if (prepared.isPresent()) {
        int more = json.valueToTree(prepared.get().report()).toString().length();
        if (size + more > LARGEST_BATCH && !batch.isEmpty()) {
          send(batch);
          batch.clear();
          size = 0;
        }
        batch.add(prepared.get());
        size += more;
      }
    }
    send(batch);
    return news.size() < MOST_TASKS ? interval : Duration.ZERO;
  }

  private Optional<Prepared> prepare(News news) {
    EventPage page =
        events.read(news.taskId(), owner, true, EventPosition.of(news.reported()), MOST_EVENTS);
    List<ObjectNode> changes =
        page.items().stream()
            .filter(event -> event.type().equals("task/status"))
            .map(Reporter::change)
            .toList();
    Report.Outcome outcome = page.complete() ? outcome(news.taskId()).orElse(null) : null;
    Confirmed confirmed =
        new Confirmed(news.name(), news.reported(), (int) page.nextOffset(), outcome != null);
    if (changes.isEmpty() && outcome == null) {
      log.confirm(List.of(confirmed));
      return Optional.empty();
    }
    return Optional.of(
        new Prepared(new Report(news.name(), news.taskId(), changes, outcome), confirmed));
  }

  /** Empty when somebody has let the task run once more meanwhile. */
  private Optional<Report.Outcome> outcome(UUID taskId) {
    return tasks
        .find(taskId, owner, true)
        .filter(task -> TaskStatus.parse(task.status()).orElseThrow().terminal())
        .map(Report.Outcome::of);
  }

  private static ObjectNode change(EventView event) {
    ObjectNode change = ((ObjectNode) event.payload()).deepCopy();
    change.remove("task_id");
    return change.put("position", event.offset()).put("at", event.at().toInstant().toString());
  }

  private void send(List<Prepared> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      plane.report(batch.stream().map(Prepared::report).toList());
    } catch (PlaneRefusedException e) {
      if (batch.size() > 1) {
        sendOneByOne(batch);
      } else {
        bury(batch.getFirst().confirmed().name(), "its report was " + e.getMessage());
      }
      return;
    } catch (PlaneAwayException e) {
      if (!e.isBroken() || batch.size() == 1) {
        throw e;
      }
      sendOneByOne(batch);
      return;
    }
    log.confirm(batch.stream().map(Prepared::confirmed).toList());
    metrics.told(batch.size());
  }

  /** One bad report must not keep its neighbours back. */
  private void sendOneByOne(List<Prepared> batch) {
    PlaneAwayException broken = null;
    for (Prepared each : batch) {
      try {
        send(List.of(each));
      } catch (PlaneAwayException e) {
        if (!e.isBroken()) {
          throw e;
        }
        broken = e;
      }
    }
    if (broken != null) {
      throw broken;
    }
  }

  private void bury(String name, String reason) {
    LOG.errorf("nothing more is told of work %s: %s", name, reason);
    log.bury(name, reason);
    metrics.buried();
  }
}
