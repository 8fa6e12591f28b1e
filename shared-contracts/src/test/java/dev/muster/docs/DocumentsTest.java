package dev.muster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *$");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> astray = new ArrayList<>();
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        String link = links.group(1);
        if (!link.contains("://") && !leads(page, link, links.group(2))) {
          astray.add(ROOT.relativize(page) + ": " + links.group());
        }
      }
    }
    assertThat(astray).isEmpty();
  }

  @Test
  void theIndexNamesEveryPage() throws IOException {
    String index = Files.readString(ROOT.resolve("docs/README.md"));
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".md") && !name.equals("README.md"))
          .isNotEmpty()
          .allMatch(name -> index.contains("](" + name + ")"));
    }
  }

  @Test
  void everyErrorIsExplainedWithItsStatus() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("docs/errors.md")).stream()
            .filter(line -> line.startsWith("| "))
            .toList();
    assertThat(ErrorCode.values())
        .filteredOn(code -> code != ErrorCode.OK)
        .allMatch(
            code ->
                rows.stream()
                    .map(row -> row.split("\\|"))
                    .anyMatch(
                        cells ->
                            cells[1].contains(Integer.toString(code.code()))
                                && cells[2].contains(Integer.toString(code.httpStatus()))));
  }

  private static boolean leads(Path page, String link, String anchor) throws IOException {
    Path target = link.isEmpty() ? page : page.resolveSibling(link).normalize();
    return Files.exists(target) && (anchor == null || anchors(target).contains(anchor));
  }

  /** As GitHub makes them. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .toList();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> results = Files.walk(ROOT.resolve("benchmarks/results"))) {
      return Stream.of(Stream.of(ROOT.resolve("README.md")), docs, results)
          .flatMap(pages -> pages)
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }
}
