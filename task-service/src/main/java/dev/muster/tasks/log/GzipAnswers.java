package dev.muster.tasks.log;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses quickly rather than well, on the request's own thread and not on an event loop. */
@Provider
@Gzipped
public class GzipAnswers implements WriterInterceptor {
  private static final Pattern WANTED = Pattern.compile("\\s*(x-)?gzip\\s*(;.*)?");
  private static final Pattern UNWANTED = Pattern.compile(".*;\\s*q\\s*=\\s*0(\\.0*)?\\s*");

  @Inject HttpServerRequest request;

  @Override
  public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
    answer.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (!isWanted(request.getHeader(HttpHeaders.ACCEPT_ENCODING))) {
      answer.proceed();
      return;
    }
    answer.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
    OutputStream plain = answer.getOutputStream();
    GZIPOutputStream packed = new FastGzip(plain);
    answer.setOutputStream(packed);
    try {
      answer.proceed();
      packed.finish();
    } finally {
      answer.setOutputStream(plain);
    }
  }

  static boolean isWanted(String accepted) {
    return accepted != null
        && Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(",", -1))
            .anyMatch(each -> WANTED.matcher(each).matches() && !UNWANTED.matcher(each).matches());
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
