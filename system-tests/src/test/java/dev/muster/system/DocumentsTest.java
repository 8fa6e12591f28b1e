package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.platform.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  /** The target of a link that is no address, and what is set as a path of this repository. */
  private static final Pattern NAMED =
      Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)|`((?:[a-z0-9-]+/)+[A-Za-z0-9._-]*)`");

  private final Path root = Checkout.here().root();

  @Test
  void everyPathThatADocumentNamesExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      NAMED
          .matcher(Files.readString(document))
          .results()
          .forEach(
              found -> {
                boolean link = found.group(1) != null;
                String named = link ? found.group(1) : found.group(2);
                Path from = link ? document.getParent() : root;
                boolean ours =
                    link
                        || (!named.contains("/target/")
                            && Files.exists(root.resolve(named.split("/", 2)[0])));
                if (ours && !Files.exists(from.resolve(named))) {
                  missing.add(root.relativize(document) + ": " + named);
                }
              });
    }
    assertThat(missing).isEmpty();
  }

  private List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(root, 4)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !root.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
          .sorted()
          .toList();
    }
  }
}
