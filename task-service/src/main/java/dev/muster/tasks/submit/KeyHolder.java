package dev.muster.tasks.submit;

import java.util.UUID;

/** Whose a submission key is: a task, or a bulk submit by its own id. */
record KeyHolder(UUID taskId, String bodyHash, String status) {}
