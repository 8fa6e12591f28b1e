package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.task.TaskStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The keys of a batch of submits, and who gets them: the first in the batch's order, unless an
 * earlier submit has it already. A refused submit leaves its keys to the next that wants them, and
 * a repetition's other key names the first one's task from then on.
 */
final class KeyClaims {
  /** What a submit's keys say: it is a repetition, or refused; no claim when it is the first. */
  record Claim(Submitted earlier, ContractException refusal) {}

  private final List<NewTask> tasks;
  private final Map<SubmissionKey.Slot, KeyHolder> wanted = new HashMap<>();
  private final Map<SubmissionKey.Slot, KeyHolder> held = new HashMap<>();

  KeyClaims(List<NewTask> tasks) {
    this.tasks = tasks;
    for (NewTask task : tasks) {
      for (SubmissionKey key : task.keys()) {
        wanted.putIfAbsent(key.of(task.ownerId()), own(task, key));
      }
    }
  }

  /** Every key of the batch, with the first of its tasks that wants it. */
  Map<SubmissionKey.Slot, KeyHolder> wanted() {
    return wanted;
  }

  /** The keys that others held before. */
  Map<UUID, Claim> settle(Map<SubmissionKey.Slot, KeyHolder> others) {
    held.putAll(wanted);
    held.putAll(others);
    Map<UUID, Claim> claims = new HashMap<>();
    for (NewTask task : tasks) {
      Claim claim = claim(task);
      if (claim != null) {
        claims.put(task.id(), claim);
      }
    }
    return claims;
  }

  /** Keys whose holder is another than the one who wanted it first. */
  Map<SubmissionKey.Slot, KeyHolder> changed(Set<SubmissionKey.Slot> taken) {
    Map<SubmissionKey.Slot, KeyHolder> changed = new HashMap<>();
    for (SubmissionKey.Slot slot : taken) {
      KeyHolder holder = held.get(slot);
      if (holder != null && !holder.equals(wanted.get(slot))) {
        changed.put(slot, holder);
      }
    }
    return changed;
  }

  /** Keys that nobody holds in the end. */
  List<SubmissionKey.Slot> released(Set<SubmissionKey.Slot> taken) {
    return taken.stream().filter(slot -> !held.containsKey(slot)).toList();
  }

  private Claim claim(NewTask task) {
    for (int i = 0; i < task.keys().size(); i++) {
      SubmissionKey key = task.keys().get(i);
      KeyHolder holder = held.computeIfAbsent(key.of(task.ownerId()), slot -> own(task, key));
      if (!holder.taskId().equals(task.id())) {
        Claim claim = claim(key, holder);
        giveUp(task, i, claim.earlier());
        return claim;
      }
    }
    return null;
  }

  private static Claim claim(SubmissionKey key, KeyHolder first) {
    if (key.bodyHash() != null && !key.bodyHash().equals(first.bodyHash())) {
      return refused("this Idempotency-Key was used with another body");
    }
    if (key.onDuplicate() == SubmissionKey.OnDuplicate.REJECT) {
      return refused("task " + first.taskId() + " has the same dedupe_key");
    }
    return new Claim(new Submitted(first.taskId(), first.status(), false), null);
  }

  /** Only the keys before the one that was held count as the submit's. */
  private void giveUp(NewTask task, int before, Submitted first) {
    for (int i = 0; i < task.keys().size(); i++) {
      SubmissionKey key = task.keys().get(i);
      SubmissionKey.Slot slot = key.of(task.ownerId());
      KeyHolder holder = held.get(slot);
      if (holder == null || !holder.taskId().equals(task.id())) {
        continue;
      }
      if (first != null && i < before) {
        held.put(slot, new KeyHolder(first.taskId(), key.bodyHash(), first.status()));
      } else {
        held.remove(slot);
      }
    }
  }

  private static KeyHolder own(NewTask task, SubmissionKey key) {
    return new KeyHolder(task.id(), key.bodyHash(), TaskStatus.QUEUED.wire());
  }

  private static Claim refused(String why) {
    return new Claim(null, new ContractException(ErrorCode.CONFLICT, why));
  }
}
