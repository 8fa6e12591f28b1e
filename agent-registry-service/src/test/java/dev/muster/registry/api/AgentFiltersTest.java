package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class AgentFiltersTest {
  private String namespace;

  @BeforeEach
  void threeAgents() {
    namespace = Api.newNamespace();
    newAgent(named("Alpha"), "\"type\":\"llm\",\"tags\":[\"x\",\"y\"]", inNamespace());
    newAgent(named("beta 50%"), "\"capabilities\":[\"chat\",\"search\"]", inNamespace());
    newAgent(
        named("gamma"),
        "\"visibility\":\"private\",\"tags\":[\"x\"]",
        "\"description\":\"Any über text\"",
        inNamespace());
  }

  @ParameterizedTest
  @CsvSource({
    "type,llm,Alpha",
    "tag,y,Alpha",
    "tag,x,Alpha;gamma",
    "tag,'',Alpha;beta 50%;gamma",
    "capability,chat,beta 50%",
    "capability,cha,''",
    "q,ALPH,Alpha",
    "q,a,Alpha;beta 50%;gamma",
    "q,Über TEXT,gamma",
    "q,Y,Alpha;gamma",
    "q,''' OR ''1''=''1',''",
    "q,'x''); DROP TABLE agent;--',''",
    "q,50%,beta 50%",
    "q,%,beta 50%",
    "q,_,''",
    "online,false,Alpha;beta 50%;gamma",
    "online,true,''"
  })
  void filtersSelect(String filter, String value, String names) {
    List<String> found =
        as(ADMIN)
            .queryParam("namespace", namespace)
            .queryParam(filter, value)
            .get(AGENTS)
            .then()
            .statusCode(200)
            .extract()
            .path("data.name");

    assertThat(String.join(";", found)).isEqualTo(names);
  }

  @Test
  void aUserSeesOnlyPublicAgents() {
    as(USER)
        .queryParam("namespace", namespace)
        .get(AGENTS)
        .then()
        .header("X-Total-Count", "2")
        .body("data.name", contains("Alpha", "beta 50%"));
    as(USER)
        .queryParam("namespace", namespace)
        .queryParam("online", "false")
        .get(AGENTS)
        .then()
        .header("X-Total-Count", "2");
  }

  @Test
  void pagesFollowOneAnother() {
    for (int page = 1; page <= 4; page++) {
      as(ADMIN)
          .queryParam("namespace", namespace)
          .queryParam("page", page)
          .queryParam("page_size", 1)
          .get(AGENTS)
          .then()
          .header("X-Total-Count", "3")
          .body("data", hasSize(page <= 3 ? 1 : 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"online=maybe", "page=0", "page_size=201", "page=x", "tag=%00", "q=%00"})
  void aBadFilterIsNamed(String query) {
    as(ADMIN)
        .urlEncodingEnabled(false)
        .get(AGENTS + "?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors[0].field", equalTo(query.substring(0, query.indexOf('='))));
  }

  @Test
  void anOverlongFilterIsRefused() {
    as(ADMIN).queryParam("q", "x".repeat(129)).get(AGENTS).then().statusCode(400);
  }

  private static String named(String name) {
    return "\"name\":\"" + name + "\"";
  }

  private String inNamespace() {
    return "\"namespace\":\"" + namespace + "\"";
  }
}
