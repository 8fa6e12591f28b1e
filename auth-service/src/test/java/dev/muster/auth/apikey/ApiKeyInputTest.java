package dev.muster.auth.apikey;

import static dev.muster.auth.apikey.Keys.KEYS;
import static dev.muster.auth.apikey.Keys.as;
import static dev.muster.auth.apikey.Keys.make;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class ApiKeyInputTest {
  private static final String SCOPES = "'scopes':['tasks:read']";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'scopes':['tasks:read']}                                          | name",
        "{'name':'',SCOPES}                                                 | name",
        "{'name':' \\u2003 ',SCOPES}                                        | name",
        "{'name':'a\\u0000b',SCOPES}                                        | name",
        "{'name':'a\\nb',SCOPES}                                            | name",
        "{'name':'a\\u2028b',SCOPES}                                        | name",
        "{'name':'a\\ud800',SCOPES}                                         | name",
        "{'name':1,SCOPES}                                                  | name",
        "{'name':'LONG',SCOPES}                                             | name",
        "{'name':'k'}                                                       | scopes",
        "{'name':'k','scopes':null}                                         | scopes",
        "{'name':'k','scopes':[]}                                           | scopes",
        "{'name':'k','scopes':'tasks:read'}                                 | scopes",
        "{'name':'k','scopes':['tasks:read','tasks:fly']}                   | scopes[1]",
        "{'name':'k','scopes':['TASKS:READ']}                               | scopes[0]",
        "{'name':'k','scopes':['tasks:read ']}                              | scopes[0]",
        "{'name':'k','scopes':[null]}                                       | scopes[0]",
        "{'name':'k','scopes':['tasks:read','tasks:read']}                  | scopes[1]",
        "{'name':'k','scopes':['a','a','a','a','a','a','a']}                | scopes",
        "{'name':'k',SCOPES,'expires_at':'2020-01-01T00:00:00Z'}            | expires_at",
        "{'name':'k',SCOPES,'expires_at':'9999-12-31T00:00:00Z'}            | expires_at",
        "{'name':'k',SCOPES,'expires_at':'+999999999-12-31T00:00:00Z'}      | expires_at",
        "{'name':'k',SCOPES,'expires_at':'tomorrow'}                        | expires_at",
        "{'name':'k',SCOPES,'expires_at':1900000000}                        | expires_at",
        "{'name':'k',SCOPES,'agent_id':'a'}                                 | agent_id",
        "{'name':'k',SCOPES,'owner':'018f3c5e-7a00-7000-8000-000000000001'} | owner",
        "{'name':'k',SCOPES,'owner_id':'018f3c5e-7a00-7000-8000-00000001'}  | owner_id",
        "{'name':'k',SCOPES,'app_secret':'mine'}                            | app_secret",
        "{'name':'k',SCOPES,'roles':['admin']}                              | roles",
      })
  void badFieldIsNamedAndNothingIsMade(String body, String field) {
    People.LoggedIn user = People.user();
    make(user, json(body))
        .then()
        .statusCode(400)
        .body("code", equalTo(1001), "errors.field", hasItem(field));
    as(user).get(KEYS).then().body("total", equalTo(0));
  }

  @Test
  void nameOfAnyScriptIsKept() {
    String name = "Schlüssel 钥匙 🔑 '; DROP TABLE api_key; --";
    make(People.user(), json("{'name':'NAME',SCOPES}").replace("NAME", name))
        .then()
        .statusCode(201)
        .body("name", equalTo(name));
  }

  private static String json(String body) {
    return body.replace("SCOPES", SCOPES).replace("LONG", "n".repeat(101)).replace('\'', '"');
  }
}
