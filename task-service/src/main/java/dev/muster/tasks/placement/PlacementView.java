package dev.muster.tasks.placement;

import java.util.List;
import java.util.UUID;

/**
 * Why a task isn't running.
 *
 * @param placeable whether there is an agent that will get it, or has it, when its time has come
 *     and nothing new happens; always false for a finished task
 */
public record PlacementView(
    UUID taskId, String status, String stage, boolean placeable, List<Obstacle> reasons) {}
