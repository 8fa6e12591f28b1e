package dev.muster.tasks.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A statement that moves a task says from where: somebody else may have moved it in between. */
class StatementsTest {
  private static final Pattern BLOCK = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);
  private static final Pattern MOVES =
      Pattern.compile(
          "update task\\b.*?\\bset\\b((?!\\b(from|where)\\b).)*?\\b(status|stage) =.*?\\bwhere\\b(.*)",
          Pattern.DOTALL);
  private static final Pattern FROM = Pattern.compile("\\bstatus (=|in)\\s");

  @Test
  void everyStatementThatMovesATaskNamesTheStatusThatItStartsFrom() throws IOException {
    List<String> moves = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher block = BLOCK.matcher(Files.readString(source));
        while (block.find()) {
          Matcher move = MOVES.matcher(block.group(1));
          if (move.find()) {
            moves.add(source.getFileName().toString());
            assertThat(FROM.matcher(move.group(4)).find()).as(block.group(1)).isTrue();
          }
        }
      }
    }
    assertThat(moves).hasSizeGreaterThanOrEqualTo(7);
  }
}
