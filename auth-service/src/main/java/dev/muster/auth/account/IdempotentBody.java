package dev.muster.auth.account;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** What must be the same when a request for an account is repeated. */
@RegisterForReflection
record IdempotentBody(String email, String name, List<String> roles) {}
