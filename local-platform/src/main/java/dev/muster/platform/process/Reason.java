package dev.muster.platform.process;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why something failed, in words; the message of many exceptions is only a file name, or null. */
public final class Reason {
  private Reason() {}

  public static String of(Throwable failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException inTheWay -> "not a folder";
      case NotDirectoryException file -> "not a folder";
      case NoSuchFileException absent -> absent.getFile() + " does not exist";
      case FileSystemException other when other.getReason() != null ->
          lowerFirst(other.getReason());
      case UnknownHostException unknown -> "the host is not known";
      case ConnectException refused when refused.getMessage() == null -> "connection refused";
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }

  private static String lowerFirst(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
