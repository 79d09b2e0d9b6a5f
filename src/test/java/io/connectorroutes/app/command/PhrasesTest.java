package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a line may end. */
class PhrasesTest {
  @Test
  void wordsAre() {
    assertThat(Phrases.of(" a  b ")).containsExactly("", "a", "", "b", "");
  }

  @Test
  void whatStandsInQuotesIsWhole() {
    assertThat(Phrases.of("see ('/a b/c d', or 'x'), it's 'no end"))
        .containsExactly("see", "('/a b/c d',", "or", "'x'),", "it's", "'no", "end");
    assertThat(Phrases.of("'it'\\''s here' now")).containsExactly("'it'\\''s here'", "now");
  }

  @Test
  void anOptionStaysWithItsCommandAndItsValue() {
    assertThat(Phrases.of("go on, import --resume 'a b.csv' or start run"))
        .containsExactly("go", "on,", "import --resume 'a b.csv'", "or", "start", "run");
    assertThat(Phrases.of("replay --cause=x then discard --all --reason TEXT"))
        .containsExactly("replay --cause=x", "then", "discard --all --reason TEXT");
  }

  @Test
  void whatFitsNoLineMayBeBroken() {
    String long1 = "l".repeat(79);
    assertThat(Phrases.of("'" + long1 + " b' c")).containsExactly("'" + long1, "b'", "c");
    assertThat(Phrases.of("import --resume " + long1)).containsExactly("import --resume", long1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "  --x  y", "'a b", "a --b --c d 'e f' --g='h i' j"})
  void nothingIsLost(String text) {
    List<String> phrases = Phrases.of(text);
    assertThat(String.join(" ", phrases)).isEqualTo(text);
  }
}
