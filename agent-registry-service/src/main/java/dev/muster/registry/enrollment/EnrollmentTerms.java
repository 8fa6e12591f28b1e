package dev.muster.registry.enrollment;

import java.time.Duration;
import java.util.List;

/**
 * What an enrolment token allows.
 *
 * @param tags that every agent gets beside its own
 */
record EnrollmentTerms(String namespace, List<String> tags, boolean reusable, Duration lifetime) {}
