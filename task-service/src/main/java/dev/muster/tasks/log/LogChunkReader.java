package dev.muster.tasks.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.http.BodyConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads a posted piece; of a compressed body, never more than an uncompressed one may have. */
@ApplicationScoped
class LogChunkReader {
  private final ObjectMapper json;
  private final int largest;

  @Inject
  LogChunkReader(ObjectMapper json, BodyConfig bodies) {
    this.json = json;
    this.largest = Math.toIntExact(bodies.most().asLongValue());
  }

  /** Throws 1001 for what can't be read, 1006 for another encoding, 1007 for too much. */
  LogChunk read(byte[] body, String encoding) throws IOException {
    LogChunk chunk = json.readValue(plain(body, encoding), LogChunk.class);
    if (chunk == null) {
      throw ContractException.badParameter("content", "is needed");
    }
    return chunk;
  }

  private byte[] plain(byte[] body, String encoding) {
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return body == null ? new byte[0] : body;
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new ContractException(ErrorCode.UNSUPPORTED_MEDIA, "Content-Encoding may be gzip");
    }
    return inflated(body == null ? new byte[0] : body);
  }

  private byte[] inflated(byte[] packed) {
    byte[] bytes;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 8192)) {
      bytes = in.readNBytes(largest + 1);
    } catch (IOException e) {
      throw new ContractException(ErrorCode.BAD_PARAMETER, "the body isn't gzip");
    }
    if (bytes.length > largest) {
      throw new ContractException(
          ErrorCode.TOO_LARGE, "the body has more than " + largest + " bytes when unpacked");
    }
    return bytes;
  }
}
