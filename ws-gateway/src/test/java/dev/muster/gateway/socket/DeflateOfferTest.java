package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOfferTest {
  private static final String ANSWER =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "Permessage-Deflate ; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=\"10\"",
        "permessage-deflate;server_no_context_takeover;client_no_context_takeover",
        "x-other; a=b, permessage-deflate; server_max_window_bits=9, permessage-deflate"
      })
  void anOfferIsAnsweredWithoutContextTakeover(String offer) {
    assertThat(DeflateOffer.answer(List.of(offer))).contains(ANSWER);
  }

  @Test
  void aFullWindowIsConfirmed() {
    assertThat(DeflateOffer.answer(List.of("permessage-deflate; server_max_window_bits=15")))
        .contains(ANSWER + "; server_max_window_bits=15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits; client_max_window_bits",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; unknown"
      })
  void whatCantBeTakenIsNotAnswered(String offer) {
    assertThat(DeflateOffer.answer(List.of(offer))).isEmpty();
  }
}
