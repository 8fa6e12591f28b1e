package dev.muster.platform;

import dev.muster.platform.command.Arguments;
import dev.muster.platform.command.DownCommand;
import dev.muster.platform.command.KeysCommand;
import dev.muster.platform.command.StatusCommand;
import dev.muster.platform.command.UpCommand;
import dev.muster.platform.demo.DemoCommand;
import dev.muster.platform.process.PlatformException;
import java.util.Arrays;
import java.util.List;

/**
 * What the script {@code ./muster} runs. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 not
 * running.
 */
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    int code;
    try {
      code = run(words);
    } catch (IllegalArgumentException e) {
      System.err.println("muster: " + e.getMessage());
      code = 2;
    } catch (PlatformException e) {
      System.err.println("muster: " + e.getMessage());
      code = 1;
    } catch (InterruptedException e) {
      code = 130;
    }
    System.exit(code);
  }

  private static int run(String[] words) throws InterruptedException {
    if (words.length == 0) {
      throw new IllegalArgumentException("a command is missing: up, down, status, keys or demo");
    }
    List<String> options = Arrays.asList(words).subList(1, words.length);
    if (words[0].equals("keys")) {
      return KeysCommand.parse(options).run();
    }
    Arguments arguments = Arguments.parse(options);
    return switch (words[0]) {
      case "up" -> new UpCommand(arguments).run();
      case "down" -> new DownCommand(arguments).run();
      case "status" -> new StatusCommand(arguments).run();
      case "demo" -> new DemoCommand(arguments).run();
      default -> throw new IllegalArgumentException("unknown command: " + words[0]);
    };
  }
}
