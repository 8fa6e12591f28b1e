package dev.muster.registry.api;

import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The whole service on a real PostgreSQL and Redis; one start for all such tests. */
@QuarkusTest
@QuarkusTestResource(
    value = PostgresAndRedis.class,
    initArgs = @ResourceArg(name = "schema", value = "registry"))
@QuarkusTestResource(TaskStandIn.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface RegistryTest {}
