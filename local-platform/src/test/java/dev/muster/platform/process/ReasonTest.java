package dev.muster.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  private static final String FILE = "/somewhere/x";

  @Test
  void theNameOfAFileIsNoReason() {
    assertThat(Reason.of(new AccessDeniedException(FILE))).isEqualTo("permission denied");
    assertThat(Reason.of(new FileAlreadyExistsException(FILE))).isEqualTo("not a folder");
    assertThat(Reason.of(new NotDirectoryException(FILE))).isEqualTo("not a folder");
    assertThat(Reason.of(new NoSuchFileException(FILE))).isEqualTo(FILE + " does not exist");
    assertThat(Reason.of(new FileSystemException(FILE, null, "Read-only file system")))
        .isEqualTo("read-only file system");
  }

  @Test
  void thereIsAlwaysAReason() {
    assertThat(Reason.of(new IOException("no space left"))).isEqualTo("no space left");
    assertThat(Reason.of(new ConnectException())).isEqualTo("connection refused");
    assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    assertThat(Reason.of(new FileSystemException(FILE))).isEqualTo(FILE);
  }
}
