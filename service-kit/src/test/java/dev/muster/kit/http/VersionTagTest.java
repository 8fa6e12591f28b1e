package dev.muster.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTagTest {

  @ParameterizedTest
  @ValueSource(strings = {"\"7\"", "*", "\"3\", \"7\"", " \"7\" ", "\"7-online\""})
  void theCurrentVersionMayBeChanged(String ifMatch) {
    assertThatCode(() -> VersionTag.require(ifMatch, 7)).doesNotThrowAnyException();
  }

  @Test
  void withoutTheHeaderAnyVersionMayBeChanged() {
    assertThatCode(() -> VersionTag.require(null, 7)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"6\"", "7", "W/\"7\"", "", "\"77\"", "\"7", "\"77-x\"", "\"7-x"})
  void anythingElseIsRefused(String ifMatch) {
    assertThatThrownBy(() -> VersionTag.require(ifMatch, 7))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
  }
}
