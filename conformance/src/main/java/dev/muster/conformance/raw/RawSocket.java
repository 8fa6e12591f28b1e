package dev.muster.conformance.raw;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A TCP or TLS connection that sends whatever it is told to, and reads frames. Everything together
 * must be over within its patience. Not thread-safe.
 */
public final class RawSocket implements AutoCloseable {
  private static final int LONGEST_FRAME = 64 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final long until;

  private RawSocket(Socket socket, long until) throws IOException {
    this.socket = socket;
    this.until = until;
    this.in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
    this.out = socket.getOutputStream();
  }

  /**
   * Not upgraded yet.
   *
   * @param url {@code ws} or {@code wss}
   */
  public static RawSocket connect(URI url, Duration patience) throws IOException {
    long until = System.nanoTime() + patience.toNanos();
    boolean tls = url.getScheme().equals("wss");
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
      if (tls) {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure = (SSLSocket) factory.createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout((int) patience.toMillis());
        secure.startHandshake();
        socket = secure;
      }
      return new RawSocket(socket, until);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  public Upgrade.Answer upgrade(Upgrade request) throws IOException {
    return request.over(this);
  }

  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  public void send(RawFrame frame) throws IOException {
    send(frame.encoded());
  }

  /** Empty at the end of the connection. */
  public Optional<RawFrame> next() throws IOException {
    int first = read();
    if (first < 0) {
      return Optional.empty();
    }
    int second = need();
    long length = second & 0x7f;
    if (length == 126) {
      length = ByteBuffer.wrap(need(2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = ByteBuffer.wrap(need(8)).getLong();
    }
    if (length < 0 || length > LONGEST_FRAME) {
      throw new IOException("a frame of " + length + " bytes");
    }
    boolean masked = (second & 0x80) != 0;
    byte[] payload = need((int) length + (masked ? 4 : 0));
    return Optional.of(
        new RawFrame(
            (first & 0x80) != 0,
            first >> 4 & 7,
            first & 0xf,
            masked,
            new RawFrame.Payload(payload)));
  }

  /** The next byte, or -1. A connection that was reset has ended too. */
  int read() throws IOException {
    timeLeft();
    try {
      return in.read();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return -1;
    }
  }

  private int need() throws IOException {
    int octet = read();
    if (octet < 0) {
      throw new EOFException("the connection ended within a frame");
    }
    return octet;
  }

  private byte[] need(int length) throws IOException {
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      timeLeft();
      int read = in.read(bytes, at, length - at);
      if (read < 0) {
        throw new EOFException("the connection ended within a frame");
      }
      at += read;
    }
    return bytes;
  }

  private void timeLeft() throws IOException {
    long left = (until - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    socket.setSoTimeout((int) left);
  }

  /** Ends the connection at once, as a crash does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is of no more use either way.
    }
  }
}
