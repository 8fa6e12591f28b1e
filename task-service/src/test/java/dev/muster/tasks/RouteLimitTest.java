package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RouteLimitTest extends PlacementCase {
  @Test
  void aNamespaceWithTooManyDifferingNeedsKeepsThoseItHas() throws Exception {
    submit(Map.of());
    update(
        """
        insert into route (namespace, capabilities, private_too, type)
        select ?, '{}', false, 't' || n from generate_series(1, 9999) n
        """,
        namespace);
    api()
        .contentType(ContentType.JSON)
        .body(wish(Map.of("type", "one-more")))
        .post("/api/v1/tasks")
        .then()
        .statusCode(409)
        .body("code", equalTo(3001));
    submit(Map.of());
    submit(Map.of("type", "t9999", "capabilities", List.of()));
    assertThat(count("select count(*) from route where namespace = ?", namespace))
        .isEqualTo(10_000);
    update("delete from route where namespace = ? and type like 't%'", namespace);
  }
}
