package dev.muster.agent.session;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * What a client of a plain {@code http} server is given in place of the default TLS context: that
 * one reads every certificate authority into memory, about a sixth of this program's.
 */
final class NoTls extends SSLContextSpi {
  private NoTls() {}

  static SSLContext context() {
    return new Context(new NoTls(), Security.getProviders()[0]);
  }

  private static final class Context extends SSLContext {
    Context(SSLContextSpi spi, Provider provider) {
      super(spi, provider, "none");
    }
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return new SSLParameters(new String[0], new String[0]);
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return engineGetDefaultSSLParameters();
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("no TLS here");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    throw noTls();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw noTls();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw noTls();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    throw noTls();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    throw noTls();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    throw noTls();
  }

  private static UnsupportedOperationException noTls() {
    return new UnsupportedOperationException("no TLS here");
  }
}
